//! Units were made, changed or moved: the copy and its closure follow.

use chassis::db::Tx;
use proto::registration::v1::{OrgUnit as Told, OrgUnitsImported};

use crate::{app::App, store::org_units::OrgUnit};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: OrgUnitsImported) -> anyhow::Result<()> {
    let units = event.units.into_iter().map(unit).collect::<anyhow::Result<_>>()?;
    app.follow_org_units(tx, units).await
}

fn unit(told: Told) -> anyhow::Result<OrgUnit> {
    Ok(OrgUnit {
        code: told.code,
        agency_code: told.agency_code,
        name: told.name,
        ancestor_codes: told.ancestor_codes,
        version: i64::try_from(told.version)?,
    })
}
