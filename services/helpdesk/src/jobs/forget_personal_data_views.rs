//! A view is told once in its window; what is older is forgotten here. The access log is identity's.

use std::time::Duration;

use chassis::{jobs::Schedule, personal_data_views};

use crate::{SCHEMA, app::App};

pub(super) const SCHEDULE: Schedule =
    Schedule { name: "forget_personal_data_views", every: Duration::from_secs(10 * 60) };

/// Whether there is anything to do.
pub(super) async fn is_due(app: &App) -> Result<bool, sqlx::Error> {
    personal_data_views::any_over(&app.db, SCHEMA, app.clock.now()).await
}

/// Forgets some of them; whether there may be more.
pub(crate) async fn forget_personal_data_views(app: &App) -> anyhow::Result<bool> {
    Ok(personal_data_views::forget(&app.db, SCHEMA, app.clock.now()).await?)
}
