//! The employee took the dossier back.

use proto::verification::v1::DossierRecalled;
use sqlx::PgConnection;

use super::{OVER, keep_stage};

pub(super) async fn hear(connection: &mut PgConnection, event: &DossierRecalled) -> anyhow::Result<()> {
    keep_stage(connection, event.dossier.as_ref(), OVER, None).await
}
