//! `AgenciesImported`: agencies are new or have changed.

use std::collections::HashMap;

use proto::registration::v1::AgenciesImported;
use sqlx::PgConnection;

use crate::store::view_agencies::{self, Agency};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &AgenciesImported,
) -> anyhow::Result<()> {
    let mut newest: HashMap<&str, Agency> = HashMap::new();
    for agency in &message.agencies {
        let row = Agency {
            code: agency.code.clone(),
            name: agency.name.clone(),
            central: agency.central,
            kanreg_code: Some(agency.kanreg_code.clone()).filter(|code| !code.is_empty()),
            version: i64::try_from(agency.version)?,
        };
        if newest.get(agency.code.as_str()).is_none_or(|known| known.version < row.version) {
            newest.insert(&agency.code, row);
        }
    }
    let rows: Vec<Agency> = newest.into_values().collect();
    Ok(view_agencies::put(connection, generation, &rows).await?)
}
