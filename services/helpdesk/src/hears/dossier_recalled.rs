//! The employee took the dossier back.

use chassis::db::Tx;
use proto::verification::v1::DossierRecalled;

use super::told;
use crate::{app::App, domain::dossier::Place};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: DossierRecalled) -> anyhow::Result<()> {
    app.follow_dossier(tx, &told(event.dossier.as_ref(), Place::Over)?).await
}
