//! Every five minutes: what was told of views is forgotten.

use std::time::Duration;

use chassis::jobs::Schedule;

use crate::app::App;

pub(super) const SCHEDULE: Schedule = Schedule { name: "forget_personal_data_views", every: Duration::from_secs(300) };

/// Forgets some; whether there may be more.
pub(super) async fn pass(app: &App) -> anyhow::Result<bool> {
    Ok(app.forget_personal_data_views().await? > 0)
}
