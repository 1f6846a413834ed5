//! `OrgUnitsImported`: units are new, have changed, or have another place in the tree.

use proto::registration::v1::OrgUnitsImported;

use crate::{app::projection::Changes, domain::master_data::OrgUnit};

pub(super) fn project(changes: &mut Changes, message: OrgUnitsImported) -> anyhow::Result<()> {
    for unit in &message.units {
        changes.org_unit(OrgUnit {
            code: unit.code.clone(),
            agency_code: unit.agency_code.clone(),
            parent_code: Some(unit.parent_code.clone()).filter(|code| !code.is_empty()),
            name: unit.name.clone(),
            level_1: unit.level_1,
            ancestor_codes: unit.ancestor_codes.clone(),
            version: i64::try_from(unit.version)?,
        });
    }
    Ok(())
}
