//! `OrgUnitsImported`: units are new, have changed, or have another place in the tree.

use std::collections::HashMap;

use proto::registration::v1::OrgUnitsImported;
use sqlx::PgConnection;

use crate::store::view_org_units::{self, OrgUnit};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &OrgUnitsImported,
) -> anyhow::Result<()> {
    let mut newest: HashMap<&str, OrgUnit> = HashMap::new();
    for unit in &message.units {
        let row = OrgUnit {
            code: unit.code.clone(),
            agency_code: unit.agency_code.clone(),
            parent_code: Some(unit.parent_code.clone()).filter(|code| !code.is_empty()),
            name: unit.name.clone(),
            level_1: unit.level_1,
            ancestor_codes: unit.ancestor_codes.clone(),
            version: i64::try_from(unit.version)?,
        };
        if newest.get(unit.code.as_str()).is_none_or(|known| known.version < row.version) {
            newest.insert(&unit.code, row);
        }
    }
    let rows: Vec<OrgUnit> = newest.into_values().collect();
    Ok(view_org_units::put(connection, generation, &rows).await?)
}
