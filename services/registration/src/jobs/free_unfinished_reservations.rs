//! Frees the NIPs of reservations that nobody finished within ten minutes.

use std::time::Duration;

use chassis::jobs::Schedule;
use tracing::info;

use crate::{app::App, domain::registration::RESERVATION, store::reservations};

pub(super) const SCHEDULE: Schedule = Schedule { name: "free_unfinished_reservations", every: Duration::from_secs(30) };

/// Frees what is older than ten minutes; says how many. One that is completed meanwhile stays.
///
/// # Errors
/// The database is away; what was freed stays freed.
pub async fn free_unfinished_reservations(app: &App) -> anyhow::Result<u32> {
    let before = app.clock.now() - RESERVATION;
    let mut freed = 0;
    // After an outage there may be many: as long as a look changes anything there is another.
    loop {
        let unfinished = reservations::list_unfinished(&mut *app.db.read().await?, before).await?;
        let mut now = 0;
        for registration in unfinished {
            now += u32::from(app.free_reservation(registration).await?);
        }
        freed += now;
        if now == 0 {
            break;
        }
    }
    if freed > 0 {
        info!(freed, "reservations lapsed");
    }
    Ok(freed)
}
