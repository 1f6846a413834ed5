//! Frees the NIPs of reservations that nobody finished within ten minutes.

use tracing::info;

use crate::{app::App, domain::registration::RESERVATION, store::registration::reservations};

impl App {
    /// Whether there are any to free.
    pub(crate) async fn has_unfinished_reservations(&self) -> Result<bool, sqlx::Error> {
        let before = self.clock.now() - RESERVATION;
        Ok(!reservations::list_unfinished(&mut *self.db.read().await?, before).await?.is_empty())
    }

    /// Frees what is older than ten minutes; says how many. One that is completed meanwhile stays.
    ///
    /// # Errors
    /// The database is away; what was freed stays freed.
    pub(crate) async fn free_unfinished_reservations(&self) -> anyhow::Result<u32> {
        let before = self.clock.now() - RESERVATION;
        let mut freed = 0;
        // After an outage there may be many: as long as a look changes anything there is another.
        loop {
            let unfinished = reservations::list_unfinished(&mut *self.db.read().await?, before).await?;
            let mut now = 0;
            for registration in unfinished {
                now += u32::from(self.free_reservation(registration).await?);
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
}
