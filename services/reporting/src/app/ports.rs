//! What leaves the process and is not Postgres.

use std::time::Duration;

use chassis::events::Heard;
use futures::future::BoxFuture;
use uuid::Uuid;

/// Where a replay begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whence {
    /// Nothing of the rebuild is there yet.
    Start,
    /// What was settled is in the rebuild.
    Here,
}

/// The history of events, to be heard again from the first one.
pub(crate) trait History: Send + Sync {
    /// Hears it again for a rebuild: from the first event, or where the latest replay has got to.
    fn replay(&self, whence: Whence) -> BoxFuture<'_, anyhow::Result<Box<dyn Replay>>>;

    /// Lets go of what a rebuild has not settled.
    fn forget(&self) -> BoxFuture<'_, anyhow::Result<()>>;
}

/// A walk through the history. What was not settled as done is given again.
pub(crate) trait Replay: Send {
    /// The next events, at most `count`; none when `patience` runs out first.
    fn next(&mut self, count: usize, patience: Duration) -> BoxFuture<'_, anyhow::Result<Vec<Heard>>>;

    /// Says which of the last events, in their order, are done; the others come again in a moment.
    fn settle(&mut self, done: Vec<bool>) -> BoxFuture<'_, anyhow::Result<()>>;
}

/// The stream from which agencies take their feeds.
pub(crate) trait AgencyStream: Send + Sync {
    /// Returns when the stream has the event for good; an id that it knows already is success.
    fn publish<'a>(&'a self, subject: String, event_id: Uuid, event: &'a str) -> BoxFuture<'a, anyhow::Result<()>>;
}
