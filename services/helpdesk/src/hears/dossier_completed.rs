//! The last stage is done: nobody decides the dossier any more.

use chassis::db::Tx;
use proto::verification::v1::DossierCompleted;

use super::told;
use crate::{app::App, domain::dossier::Place};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: DossierCompleted) -> anyhow::Result<()> {
    app.follow_dossier(tx, &told(event.dossier.as_ref(), Place::Over)?).await
}
