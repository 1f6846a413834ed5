//! `AgenciesImported`: agencies are new or have changed.

use proto::registration::v1::AgenciesImported;

use crate::{app::projection::Changes, domain::master_data::Agency};

pub(super) fn project(changes: &mut Changes, message: AgenciesImported) -> anyhow::Result<()> {
    for agency in &message.agencies {
        changes.agency(Agency {
            code: agency.code.clone(),
            name: agency.name.clone(),
            central: agency.central,
            kanreg_code: Some(agency.kanreg_code.clone()).filter(|code| !code.is_empty()),
            version: i64::try_from(agency.version)?,
        });
    }
    Ok(())
}
