//! Chains audit entries and tells the chain's head to the log, which lives elsewhere: a chain rewritten later shows.

use std::time::Duration;

use chassis::{audit::seal_entries, uninterrupted::uninterrupted};
use data_encoding::HEXLOWER;
use tracing::info;

use super::Schedule;
use crate::{SCHEMA, app::App, store::audit_seals};

pub(super) const SCHEDULE: Schedule =
    Schedule { name: "seal_audit", every: Duration::from_secs(5), term: Duration::from_secs(30) };

/// Seals what can be sealed; says how many entries.
///
/// # Errors
/// The database is away, or another sealer was quicker; nothing is sealed twice.
pub async fn seal_audit(app: &App) -> anyhow::Result<usize> {
    let db = app.db.clone();
    let (sealed, head) = uninterrupted(async move {
        let mut tx = db.begin().await?;
        let (sealed, _) = seal_entries(&mut tx, SCHEMA).await?;
        let head = audit_seals::head(&mut tx).await?;
        tx.commit().await?;
        anyhow::Ok((sealed, head))
    })
    .await?;
    if let Some((sequence, hash)) = head.filter(|_| sealed > 0) {
        info!(sequence, hash = HEXLOWER.encode(&hash), "audit head");
    }
    Ok(sealed)
}
