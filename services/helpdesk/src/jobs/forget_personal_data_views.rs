//! A view is told once in its window; what is older is forgotten here. The access log is identity's.

use std::time::Duration;

use chassis::{db::Tx, jobs::Schedule};

use crate::{
    app::{App, personal_data::WINDOW},
    store::personal_data_views,
};

pub(super) const SCHEDULE: Schedule =
    Schedule { name: "forget_personal_data_views", every: Duration::from_secs(10 * 60) };

/// How many a transaction forgets: a few hundred milliseconds.
const BATCH: i64 = 10_000;

/// Forgets some of them; whether there may be more.
pub(crate) async fn forget_personal_data_views(app: &App) -> anyhow::Result<bool> {
    let before = app.clock.now() - WINDOW;
    let forget = async move |mut tx: Tx| personal_data_views::forget(&mut tx, before, BATCH).await;
    Ok(app.db.write(SCHEDULE.name, forget).await? == BATCH.unsigned_abs())
}
