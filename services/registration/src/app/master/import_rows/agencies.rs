//! Agencies.

use std::collections::{HashMap, HashSet};

use chassis::db::Tx;
use proto::registration::v1::Agency;
use uuid::Uuid;

use super::{
    ImportRowsError,
    intake::{EVENT_SIZE, Intake, Merged},
};
use crate::{
    app::App,
    domain::master::import::{AGENCY_COLUMNS, AgencyRow, Doubt, Record, RowProblem},
    store::master::{import_seen, organisation},
    tells,
};

pub(super) struct Agencies {
    kanreg: HashSet<String>,
    seen: HashSet<String>,
}

impl Intake for Agencies {
    const COLUMNS: &'static [&'static str] = &AGENCY_COLUMNS;
    type Batch = Vec<AgencyRow>;

    async fn load(app: &App, import_id: Uuid) -> Result<Self, ImportRowsError> {
        let mut connection = app.db.read().await?;
        let kanreg = organisation::kanreg_codes(&mut connection).await?.into_iter().collect();
        Ok(Self { kanreg, seen: import_seen::all(&mut connection, import_id).await? })
    }

    fn take(&mut self, _: u64, record: &Record<'_>, batch: &mut Self::Batch) -> Result<Option<Doubt>, RowProblem> {
        let row = AgencyRow::parse(record, |code| self.kanreg.contains(code))?;
        if !self.seen.insert(row.code.to_string()) {
            return Err(RowProblem::CODE_DUPLICATE);
        }
        batch.push(row);
        Ok(None)
    }

    async fn merge(app: &App, tx: &mut Tx, import_id: Uuid, batch: Self::Batch) -> Result<Merged, ImportRowsError> {
        let keys: Vec<String> = batch.iter().map(|row| row.code.to_string()).collect();
        import_seen::add(tx, import_id, &keys).await?;
        let changed: HashMap<String, i64> = organisation::put_agencies(tx, &batch).await?.into_iter().collect();
        let told = batch.iter().filter_map(|row| changed.get(row.code.as_str()).map(|version| message(row, *version)));
        let told: Vec<Agency> = told.collect();
        for agencies in told.chunks(EVENT_SIZE) {
            tells::agencies_imported(&app.outbox, tx, agencies.to_vec()).await?;
        }
        Ok(Merged { accepted: batch.len() as i64, refused: Vec::new() })
    }
}

fn message(row: &AgencyRow, version: i64) -> Agency {
    Agency {
        code: row.code.to_string(),
        name: row.name.clone(),
        central: row.kanreg.is_none(),
        kanreg_code: row.kanreg.as_ref().map(ToString::to_string).unwrap_or_default(),
        version: version.unsigned_abs(),
    }
}
