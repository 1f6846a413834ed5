//! Forgets who was shown whose data, once an event would be told again anyway.

use std::time::Duration;

use chassis::{jobs::Schedule, uninterrupted::uninterrupted};

use crate::{
    app::{App, personal_data_viewed::ONE_VIEW},
    store::personal_data_views,
};

pub(super) const SCHEDULE: Schedule = Schedule { name: "forget_personal_data_views", every: Duration::from_secs(300) };

/// Forgets some of what is older than a quarter of an hour; says how many rows, 0 when nothing is left.
///
/// # Errors
/// The database is away.
pub async fn forget_personal_data_views(app: &App) -> anyhow::Result<u64> {
    let app = app.clone();
    uninterrupted(async move {
        let mut tx = app.db.begin().await?;
        let forgotten = personal_data_views::forget(&mut tx, app.clock.now() - ONE_VIEW).await?;
        tx.commit().await?;
        Ok(forgotten)
    })
    .await
}
