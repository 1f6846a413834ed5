//! Agencies were made or changed: the copy follows.

use chassis::db::Tx;
use proto::registration::v1::{AgenciesImported, Agency as Told};

use crate::{app::App, store::agencies::Agency};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: AgenciesImported) -> anyhow::Result<()> {
    let agencies = event.agencies.into_iter().map(agency).collect::<anyhow::Result<_>>()?;
    app.follow_agencies(tx, agencies).await
}

fn agency(told: Told) -> anyhow::Result<Agency> {
    Ok(Agency {
        code: told.code,
        name: told.name,
        central: told.central,
        kanreg_code: Some(told.kanreg_code).filter(|code| !code.is_empty()),
        version: i64::try_from(told.version)?,
    })
}
