//! Agencies were made or changed: the copy follows.

use proto::registration::v1::AgenciesImported;
use sqlx::PgConnection;

use crate::store::agencies::{self, Agency};

pub(super) async fn hear(connection: &mut PgConnection, event: AgenciesImported) -> anyhow::Result<()> {
    let mut told = event.agencies;
    // In one order, so that two replicas that hear at once wait for each other instead of dying.
    told.sort_by(|one, other| one.code.cmp(&other.code));
    for agency in told {
        let agency = Agency {
            code: agency.code,
            name: agency.name,
            central: agency.central,
            kanreg_code: Some(agency.kanreg_code).filter(|code| !code.is_empty()),
            version: i64::try_from(agency.version)?,
        };
        agencies::keep(connection, &agency).await?;
    }
    Ok(())
}
