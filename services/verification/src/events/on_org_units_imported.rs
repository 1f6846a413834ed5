//! Units were made, changed or moved: the copy and its closure follow.

use proto::registration::v1::OrgUnitsImported;
use sqlx::PgConnection;

use crate::store::org_units::{self, OrgUnit};

pub(super) async fn hear(connection: &mut PgConnection, event: OrgUnitsImported) -> anyhow::Result<()> {
    let mut told = event.units;
    // In one order, so that two replicas that hear at once wait for each other instead of dying.
    told.sort_by(|one, other| one.code.cmp(&other.code));
    for unit in told {
        let unit = OrgUnit {
            code: unit.code,
            agency_code: unit.agency_code,
            name: unit.name,
            ancestor_codes: unit.ancestor_codes,
            version: i64::try_from(unit.version)?,
        };
        org_units::keep(connection, &unit).await?;
    }
    Ok(())
}
