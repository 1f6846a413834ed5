//! Agencies were made or changed: the copy follows.

use chassis::{agencies::Agency, db::Tx};
use proto::registration::v1::AgenciesImported;

use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: AgenciesImported) -> anyhow::Result<()> {
    let agencies = event.agencies.into_iter().map(Agency::try_from).collect::<Result<_, _>>()?;
    app.follow_agencies(tx, agencies).await
}
