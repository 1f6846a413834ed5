//! A stage sent fields back: the employee has the dossier.

use chassis::db::Tx;
use proto::verification::v1::DossierReturned;

use super::told;
use crate::{app::App, domain::dossier::Place};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: DossierReturned) -> anyhow::Result<()> {
    app.follow_dossier(tx, &told(event.dossier.as_ref(), Place::Over)?).await
}
