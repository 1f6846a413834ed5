//! Forgets who was shown whose data, once an event would be told again anyway.

use std::time::Duration;

use chassis::{db::Tx, jobs::Schedule};

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
    let before = app.clock.now() - ONE_VIEW;
    let forget = async move |mut tx: Tx| Ok(personal_data_views::forget(&mut tx, before).await?);
    app.db.write("forget_personal_data_views", forget).await
}
