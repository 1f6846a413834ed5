//! The employee took the submission back: what it carried opens again.

use chassis::db::Tx;
use proto::verification::v1::DossierRecalled;

use super::submission_of;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: DossierRecalled) -> anyhow::Result<()> {
    let (dossier, submission) = submission_of(event.dossier.as_ref())?;
    app.recalled(tx, dossier, submission).await
}
