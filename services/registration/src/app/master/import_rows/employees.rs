//! Employees (a SAPK extract).

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use chassis::{
    ambient::{Clock, new_id},
    db::Tx,
    vault::{BlindIndex, DataKey, make_data_key},
};
use kernel::Nip;
use proto::registration::v1::EmployeeRef;
use uuid::Uuid;

use super::{
    ImportRowsError,
    intake::{EVENT_SIZE, Intake, Merged},
};
use crate::{
    SCHEMA,
    app::App,
    domain::master::import::{Doubt, EMPLOYEE_COLUMNS, EmployeeRow, Places, Record, RowProblem},
    store::master::{
        employee_staging::{self, KeptNik},
        import_seen, organisation,
    },
    tells,
};

/// Checks and seals employees.
pub(super) struct Employees {
    import_id: Uuid,
    clock: Clock,
    places: KnownPlaces,
    nik_index: BlindIndex,
}

/// The good rows of one chunk.
#[derive(Default)]
pub(super) struct Batch {
    /// All rows as `COPY` takes them.
    encoded: Vec<u8>,
    entries: Vec<Entry>,
    nips: HashSet<Nip>,
}

/// What must be known of a row besides its encoding.
struct Entry {
    line: u64,
    encoded: Range<usize>,
    nip: Nip,
    employee: EmployeeRef,
}

/// Agencies with the keys that seal their people's NIKs, and units with their agencies.
struct KnownPlaces {
    agencies: HashMap<String, DataKey>,
    units: HashMap<String, String>,
}

impl Places for KnownPlaces {
    fn has_agency(&self, code: &str) -> bool {
        self.agencies.contains_key(code)
    }

    fn agency_of_unit(&self, code: &str) -> Option<&str> {
        self.units.get(code).map(String::as_str)
    }
}

impl Intake for Employees {
    const COLUMNS: &'static [&'static str] = &EMPLOYEE_COLUMNS;
    type Batch = Batch;

    async fn load(app: &App, import_id: Uuid) -> Result<Self, ImportRowsError> {
        let places = load_places(app.clone()).await?;
        Ok(Self { import_id, clock: app.clock.clone(), places, nik_index: app.master_key.blind_index("nik") })
    }

    fn take(&mut self, line: u64, record: &Record<'_>, batch: &mut Batch) -> Result<Option<Doubt>, RowProblem> {
        let row = EmployeeRow::parse(record, &self.places)?;
        if !batch.nips.insert(row.nip) {
            return Err(RowProblem::NIP_DUPLICATE);
        }
        let key = self.places.agencies.get(row.agency_code);
        let key = key.ok_or(RowProblem::of("agency_code", "AGENCY_UNKNOWN"))?;
        let keep = |nik: &kernel::Nik| KeptNik {
            index: self.nik_index.of(nik.expose()),
            sealed: key.encrypt("nik", nik.expose()),
        };
        let (start, employee_id) = (batch.encoded.len(), new_id(&self.clock));
        employee_staging::encode(&mut batch.encoded, employee_id, &row, keep, self.import_id);
        batch.entries.push(Entry {
            line,
            encoded: start..batch.encoded.len(),
            nip: row.nip,
            employee: EmployeeRef {
                employee_id: employee_id.to_string(),
                nip: row.nip.expose().to_owned(),
                agency_code: row.agency_code.to_owned(),
                unit_code: row.unit_code.to_owned(),
                active: row.legal_status.in_service(),
                version: 1,
            },
        });
        Ok(row.doubt)
    }

    async fn merge(app: &App, tx: &mut Tx, import_id: Uuid, batch: Batch) -> Result<Merged, ImportRowsError> {
        let nips: Vec<Nip> = batch.entries.iter().map(|entry| entry.nip).collect();
        let met: HashMap<String, bool> = employee_staging::look(tx, import_id, &nips).await?.into_iter().collect();
        let (mut new, mut known, mut refused) = (Vec::new(), HashMap::new(), Vec::new());
        for entry in batch.entries {
            match met.get(entry.nip.expose()) {
                None => new.push(entry),
                Some(false) => drop(known.insert(entry.employee.nip.clone(), entry)),
                Some(true) => refused.push((entry.line, RowProblem::NIP_DUPLICATE)),
            }
        }
        let accepted = (new.len() + known.len()) as i64;
        let rows: Vec<&[u8]> = new.iter().map(|entry| &batch.encoded[entry.encoded.clone()]).collect();
        if !rows.is_empty() {
            employee_staging::insert(tx, &rows).await?;
        }
        let mut told: Vec<EmployeeRef> = new.into_iter().map(|entry| entry.employee).collect();
        let rows: Vec<&[u8]> = known.values().map(|entry| &batch.encoded[entry.encoded.clone()]).collect();
        if !rows.is_empty() {
            for changed in employee_staging::update(tx, &rows).await? {
                let entry = known.remove(&changed.nip);
                let entry = entry.ok_or_else(|| anyhow::anyhow!("a row was changed that the chunk does not have"))?;
                told.push(EmployeeRef {
                    employee_id: changed.employee_id.to_string(),
                    version: changed.version.unsigned_abs(),
                    ..entry.employee
                });
            }
            // Their rows do not show that this import has met them.
            let unchanged: Vec<String> = known.into_keys().collect();
            import_seen::add(tx, import_id, &unchanged).await?;
        }
        for employees in told.chunks(EVENT_SIZE) {
            tells::employees_imported(&app.outbox, tx, import_id.to_string(), employees.to_vec()).await?;
        }
        Ok(Merged { accepted, refused })
    }
}

async fn load_places(app: App) -> Result<KnownPlaces, ImportRowsError> {
    let db = app.db.clone();
    let load = async move |mut tx: Tx| {
        let mut agencies = HashMap::new();
        for (code, owner) in organisation::agencies(&mut tx).await? {
            let key = make_data_key(&mut tx, SCHEMA, &app.master_key, owner, app.clock.now()).await?;
            agencies.insert(code, key);
        }
        let units = organisation::units(&mut tx).await?.into_iter().map(|(code, agency, _)| (code, agency)).collect();
        Ok(KnownPlaces { agencies, units })
    };
    db.write("load_places", load).await
}
