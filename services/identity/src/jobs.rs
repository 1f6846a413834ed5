//! What happens by itself: idempotent, without input, one holder at a time.

pub(crate) mod deliver_mail;
pub(crate) mod sweep;

use chassis::{
    jobs::{Holder, Schedule, TERM},
    lease,
};
use tokio_util::sync::CancellationToken;

/// A job's hold on its lease while a pass works through many items.
#[derive(Clone, Debug)]
pub(crate) struct Hold {
    /// Who works.
    pub(crate) holder: Holder,
    /// At what.
    pub(crate) schedule: Schedule,
    /// Asked to stop.
    pub(crate) stop: CancellationToken,
}

impl Hold {
    /// Between two items: renews the lease. False when the process stops or another has taken over: the pass ends there.
    pub(crate) async fn goes_on(&self) -> Result<bool, sqlx::Error> {
        if self.stop.is_cancelled() {
            return Ok(false);
        }
        let Holder { db, schema, id } = &self.holder;
        Ok(lease::take(db, schema, self.schedule.name, *id, TERM).await?.is_some())
    }
}
