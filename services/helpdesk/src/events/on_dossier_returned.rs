//! A stage sent fields back: the employee has the dossier.

use proto::verification::v1::DossierReturned;
use sqlx::PgConnection;

use super::{OVER, keep_stage};

pub(super) async fn hear(connection: &mut PgConnection, event: &DossierReturned) -> anyhow::Result<()> {
    keep_stage(connection, event.dossier.as_ref(), OVER, None).await
}
