//! What a service does by itself: idempotent, without input, one holder at a time.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use metrics::{counter, gauge};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use uuid::Uuid;

use crate::{ambient::Clock, db::Db, lease};

/// How often, and under which lease, a job works.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Name of job and lease, as its file in `jobs/`.
    pub name: &'static str,
    /// From one pass to the next.
    pub every: Duration,
}

/// How long a job's lease holds without renewal: what a killed holder leaves to wait for.
pub const TERM: Duration = Duration::from_secs(30);
/// A pass may last: its lease is renewed meanwhile.
const RENEWAL: Duration = Duration::from_secs(10);

/// Whose jobs these are.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Where the leases are kept.
    pub db: Db,
    /// In which schema.
    pub schema: &'static str,
    /// Tells this process's leases from another's.
    pub id: Uuid,
}

/// One pass of a job. It holds the lease from the moment at which there is something to do, so that a job without work writes
/// nothing.
#[derive(Clone, Debug)]
pub struct Pass {
    holder: Holder,
    name: &'static str,
    stop: CancellationToken,
    hold: Arc<Mutex<Hold>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    /// Nothing was to be done yet.
    Unasked,
    Since(Instant),
    /// Another is at it.
    Anothers,
}

impl Pass {
    /// One that ends early at the `stop`.
    #[must_use]
    pub fn new(holder: Holder, schedule: Schedule, stop: CancellationToken) -> Self {
        Self { holder, name: schedule.name, stop, hold: Arc::new(Mutex::new(Hold::Unasked)) }
    }

    /// To be asked before the first thing is done, and between two of many: takes the lease, or renews it. False when the
    /// process stops or another is at it: the pass ends there.
    ///
    /// # Errors
    /// The database is away.
    pub async fn goes_on(&self) -> Result<bool, sqlx::Error> {
        if self.stop.is_cancelled() { Ok(false) } else { self.take().await }
    }

    async fn take(&self) -> Result<bool, sqlx::Error> {
        let since = Instant::now();
        let Holder { db, schema, id } = &self.holder;
        let taken = lease::take(db, schema, self.name, *id, TERM).await?.is_some();
        *self.hold.lock().unwrap_or_else(PoisonError::into_inner) =
            if taken { Hold::Since(since) } else { Hold::Anothers };
        Ok(taken)
    }

    fn hold(&self) -> Hold {
        *self.hold.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Renews the lease, once it is ours, for as long as the pass lasts; returns when it is lost.
    async fn loses_it(&self) -> anyhow::Error {
        loop {
            tokio::time::sleep(RENEWAL).await;
            let Hold::Since(renewed) = self.hold() else { continue };
            match self.take().await {
                Ok(true) => {}
                Ok(false) => return anyhow::anyhow!("the lease was lost"),
                // The database may come back while the lease still holds.
                Err(error) if renewed.elapsed() >= TERM - RENEWAL => {
                    return anyhow::Error::new(error).context("the lease was not renewed");
                }
                Err(_) => {}
            }
        }
    }
}

/// Looks on a schedule until `stop` whether there is something to do, and does it where [`Pass::goes_on`] allows: pass after
/// pass at once while the work says that there is more; a pass that fails is tried again at the next time.
pub async fn look_first<F, W>(holder: Holder, schedule: Schedule, stop: CancellationToken, work: F)
where
    F: Fn(Pass) -> W,
    W: Future<Output = anyhow::Result<bool>>,
{
    let Schedule { name, every } = schedule;
    let mut failing = false;
    gauge!("epupns_job_interval_seconds", "task" => name).set(every.as_secs_f64());
    // From the start on: a job that never gets through is seen as well.
    passed(name);
    while !stop.is_cancelled() {
        let pass = Pass::new(holder.clone(), schedule, stop.clone());
        let done = tokio::select! {
            done = work(pass.clone()) => done,
            // Dropped between two steps: a write that has begun finishes.
            lost = pass.loses_it() => Err(lost),
        };
        let more = match done {
            Ok(more) => {
                failing = false;
                // Where another is at it, it is the other's to tell.
                if pass.hold() != Hold::Anothers {
                    passed(name);
                }
                more
            }
            Err(error) => {
                counter!("epupns_job_failures_total", "task" => name).increment(1);
                if !failing {
                    warn!(job = name, error = format!("{error:#}"), "a job failed; trying again");
                }
                failing = true;
                false
            }
        };
        if more {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(every) => {}
        }
    }
    lease::give_back(&holder.db, holder.schema, name, holder.id).await.ok();
    info!(job = name, "job stopped");
}

/// The newest pass of any replica is the one that counts.
fn passed(name: &'static str) {
    let now = Clock::system().now().unix_timestamp();
    gauge!("epupns_job_passed_timestamp_seconds", "task" => name).set(now as f64);
}
