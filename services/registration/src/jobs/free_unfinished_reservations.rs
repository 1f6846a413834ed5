//! Every half minute: reservations that nobody finished are freed.

use std::time::Duration;

use chassis::jobs::{Pass, Schedule};

use crate::app::App;

pub(super) const SCHEDULE: Schedule = Schedule { name: "free_unfinished_reservations", every: Duration::from_secs(30) };

/// Looks again by itself until nothing is left.
pub(super) async fn pass(app: &App, pass: &Pass) -> anyhow::Result<bool> {
    if app.has_unfinished_reservations().await? && pass.goes_on().await? {
        app.free_unfinished_reservations().await?;
    }
    Ok(false)
}
