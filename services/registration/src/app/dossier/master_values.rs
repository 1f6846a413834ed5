//! What the master data say of one employee, field by field, and how accepted corrections get there.

use std::collections::HashMap;

use anyhow::Context as _;
use chassis::vault::{load_data_key, make_data_key};
use kernel::EmployeeId;
use sqlx::PgConnection;

use super::person_vault::PersonVault;
use crate::{
    SCHEMA,
    app::App,
    domain::{
        dossier::value::Value,
        reference::field::{Field, Master, column},
    },
    store::master::{
        employee_attributes,
        employee_master::{self, KeptNik, MasterRow},
        stored_value::StoredValue,
    },
};

/// The blind index and the sealed column of NIKs have one name.
const NIK: &str = column::NIK;

/// Every master value of an employee. P1 and P2: no `Debug`.
pub(super) struct MasterValues {
    /// By the field's key; what the master data do not say is absent.
    pub(super) values: HashMap<String, Value>,
    /// Parent agency.
    pub(super) agency_code: String,
    pub(super) unit_code: String,
    version: i64,
    nik: Option<Value>,
}

impl MasterValues {
    /// Reads what these fields compare with. The NIK is opened only when one of them asks for it, or when the file is whole:
    /// whoever changes agency takes it along.
    pub(super) async fn load(
        app: &App,
        connection: &mut PgConnection,
        (mut row, stored): (MasterRow, Vec<(String, StoredValue)>),
        fields: &[Field],
        vault: &PersonVault,
        whole: bool,
    ) -> anyhow::Result<Self> {
        let asked = whole || fields.iter().any(|field| field.is_of(NIK));
        let nik = match row.nik_sealed.as_ref().filter(|_| asked) {
            Some(sealed) => {
                let key = load_data_key(connection, SCHEMA, &app.master_key, row.data_key_owner).await?;
                let nik = key.map(|key| key.decrypt(NIK, sealed)).transpose().context("a NIK does not open")?;
                nik.and_then(|nik| Value::new(nik.as_str()))
            }
            None => None,
        };
        let mut attributes = HashMap::new();
        for (key, stored) in stored {
            attributes.extend(vault.open(&key, &stored)?.map(|value| (key, value)));
        }
        let value = |field: &Field| match &field.master {
            Master::Column(column) if column == NIK => nik.clone(),
            Master::Column(column) => row.columns.get(column).cloned().and_then(Value::new),
            Master::Attribute => attributes.remove(&field.key),
        };
        let mut value = value;
        let values = fields.iter().filter_map(|field| Some((field.key.clone(), value(field)?))).collect();
        let mut code = |column| row.columns.remove(column).context("an employee without a place");
        let (agency_code, unit_code) = (code(column::AGENCY)?, code(column::UNIT)?);
        Ok(Self { values, agency_code, unit_code, version: row.version, nik })
    }

    /// Of one field.
    pub(super) fn get(&self, field: &Field) -> Option<&Value> {
        self.values.get(&field.key)
    }

    /// Writes accepted corrections into the master data, all as one change of the employee's row, which the transaction has
    /// held since these values were read: what was compared is what is overwritten.
    pub(super) async fn correct(
        &self,
        app: &App,
        connection: &mut PgConnection,
        employee: EmployeeId,
        corrections: &[(&Field, &Value)],
        vault: &PersonVault,
    ) -> anyhow::Result<()> {
        let (mut columns, mut nik) = (HashMap::new(), None);
        for (field, value) in corrections {
            match &field.master {
                Master::Column(column) if column == NIK => nik = Some(*value),
                Master::Column(column) => drop(columns.insert(column.clone(), value.expose().to_owned())),
                Master::Attribute => {
                    let stored = vault.keep(field, Some(value))?;
                    employee_attributes::set(connection, employee, &field.key, &stored).await?;
                }
            }
        }
        // A NIK is sealed under the key of the employee's agency: whoever changes agency takes it along.
        let moves = columns.contains_key(column::AGENCY);
        let nik = match nik.or(self.nik.as_ref().filter(|_| moves)) {
            Some(nik) => {
                let agency = columns.get(column::AGENCY).unwrap_or(&self.agency_code);
                Some(seal_nik(app, connection, agency, nik).await?)
            }
            None => None,
        };
        let corrected = employee_master::correct(connection, employee, self.version, &columns, nik.as_ref()).await;
        corrected.context("correcting an employee")
    }
}

async fn seal_nik(app: &App, connection: &mut PgConnection, agency: &str, nik: &Value) -> anyhow::Result<KeptNik> {
    let owner = employee_master::data_key_owner(connection, agency).await?;
    let key = make_data_key(connection, SCHEMA, &app.master_key, owner, app.clock.now()).await?;
    Ok(KeptNik { index: app.master_key.blind_index(NIK).of(nik.expose()), sealed: key.encrypt(NIK, nik.expose()) })
}
