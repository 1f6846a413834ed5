//! P2 values of one person, sealed under the person's data key.

use chassis::vault::{DataKey, load_data_key, make_data_key};
use kernel::EmployeeId;
use sqlx::PgConnection;

use crate::{
    SCHEMA,
    app::App,
    domain::{dossier::value::Value, reference::field::Field},
    store::master::stored_value::StoredValue,
};

/// Opens what is sealed, and seals what must not be kept in clear.
pub(super) struct PersonVault {
    key: Option<DataKey>,
}

impl PersonVault {
    /// With the person's key, if there is one: without, what it sealed can never be read again.
    pub(super) async fn load(app: &App, connection: &mut PgConnection, person: EmployeeId) -> anyhow::Result<Self> {
        Ok(Self { key: load_data_key(connection, SCHEMA, &app.master_key, person.as_uuid()).await? })
    }

    /// Without one: for fields of which none is sealed.
    pub(super) fn closed() -> Self {
        Self { key: None }
    }

    /// Makes the key unless it exists: before anything is sealed, in a transaction that writes.
    pub(super) async fn make(
        &mut self,
        app: &App,
        connection: &mut PgConnection,
        person: EmployeeId,
    ) -> anyhow::Result<()> {
        if self.key.is_none() {
            let now = app.clock.now();
            self.key = Some(make_data_key(connection, SCHEMA, &app.master_key, person.as_uuid(), now).await?);
        }
        Ok(())
    }

    /// A value as it is kept: drafts, submissions and attributes alike.
    pub(super) fn keep(&self, field: &Field, value: Option<&Value>) -> anyhow::Result<StoredValue> {
        let Some(value) = value else { return Ok(StoredValue::default()) };
        if !field.sealed {
            return Ok(StoredValue { clear: Some(value.expose().to_owned()), sealed: None });
        }
        let key = self.key.as_ref().ok_or_else(|| anyhow::anyhow!("a person has no data key"))?;
        Ok(StoredValue { clear: None, sealed: Some(key.encrypt(&column(&field.key), value.expose())) })
    }

    /// A value as it was kept; `None` where there was none, and after the key was forgotten.
    pub(super) fn open(&self, field_key: &str, stored: &StoredValue) -> anyhow::Result<Option<Value>> {
        match (&stored.sealed, &self.key) {
            (Some(sealed), Some(key)) => Ok(Value::new(key.decrypt(&column(field_key), sealed)?.as_str())),
            (Some(_), None) => Ok(None),
            (None, _) => Ok(stored.clear.clone().and_then(Value::new)),
        }
    }
}

fn column(field_key: &str) -> String {
    format!("dossier/{field_key}")
}
