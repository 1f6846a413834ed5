//! The last stage is done: nobody decides the dossier any more.

use proto::verification::v1::DossierCompleted;
use sqlx::PgConnection;

use super::{OVER, keep_stage};

pub(super) async fn hear(connection: &mut PgConnection, event: &DossierCompleted) -> anyhow::Result<()> {
    keep_stage(connection, event.dossier.as_ref(), OVER, None).await
}
