//! The employee took the submission back: what it carried opens again.

use proto::verification::v1::DossierRecalled;
use sqlx::PgConnection;

use super::submission_of;
use crate::app::App;

pub(super) async fn hear(app: &App, connection: &mut PgConnection, event: &DossierRecalled) -> anyhow::Result<()> {
    let (dossier, submission) = submission_of(event.dossier.as_ref())?;
    app.recalled(connection, dossier, submission).await
}
