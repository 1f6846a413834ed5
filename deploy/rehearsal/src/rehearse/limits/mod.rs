//! What this machine can do at most with nothing of ours in between: the denominators of the ratios. Each is measured right
//! before the load, and after it as soon as its events have come everywhere, as machines drift.

mod hashes;
mod postgres;
mod stream;

use std::time::Duration;

use serde::Serialize;

use super::{plan::Run, ratio::Limit};

/// How long each measurement of a limit runs.
const LASTS: Duration = Duration::from_secs(3);

/// Servers with nothing of ours on them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bare {
    /// A PostgreSQL; a schema of its own is made there and dropped.
    pub(crate) postgres: Option<String>,
    /// A NATS with JetStream and without users; a stream of its own is made there and deleted.
    pub(crate) nats: Option<String>,
}

/// One look at the limits; `None` where there was nothing to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Look {
    /// argon2id 19 MiB t=2 p=1 on all cores, the crate that identity hashes with.
    pub(super) hashes_per_second: f64,
    /// Transactions of the rows that one draft save writes.
    pub(super) transactions_per_second: Option<f64>,
    /// 500-byte messages, published in a window, known again by their ids.
    pub(super) messages_per_second: Option<f64>,
}

impl Look {
    /// Measures, one after the other.
    pub(super) async fn take(bare: &Bare, run: &Run) -> anyhow::Result<Self> {
        let hashes_per_second = tokio::task::spawn_blocking(|| hashes::per_second(LASTS)).await?;
        let transactions_per_second = match &bare.postgres {
            Some(url) => Some(postgres::transactions_per_second(url, &run.id, LASTS).await?),
            None => None,
        };
        let messages_per_second = match &bare.nats {
            Some(url) => Some(stream::messages_per_second(url, &run.id, LASTS).await?),
            None => None,
        };
        Ok(Self { hashes_per_second, transactions_per_second, messages_per_second })
    }
}

/// Both looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Limits {
    /// Right before the load.
    pub(super) before: Look,
    /// Right after it.
    pub(super) after: Look,
}

impl Limits {
    pub(super) fn hashes_per_second(&self) -> Limit {
        Limit::new(self.before.hashes_per_second, self.after.hashes_per_second)
    }

    pub(super) fn transactions_per_second(&self) -> Option<Limit> {
        Some(Limit::new(self.before.transactions_per_second?, self.after.transactions_per_second?))
    }
}
