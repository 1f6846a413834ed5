//! What a service does by itself: idempotent, without input, one holder at a time.

use std::{future::Future, time::Duration};

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
/// A pass may last: its lease is renewed meanwhile. What is left of the term when a pass begins is always more than this.
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

impl Holder {
    /// Takes the lease or renews it; false while somebody else has it.
    async fn holds(&self, name: &'static str) -> anyhow::Result<bool> {
        let lease = lease::take(&self.db, self.schema, name, self.id, TERM).await?;
        Ok(lease.is_some())
    }

    /// Renews the lease, which is ours `since`, as long as it can; returns when it is lost.
    async fn keeps(&self, name: &'static str, since: Instant) -> anyhow::Error {
        let mut renewed = since;
        loop {
            tokio::time::sleep(RENEWAL).await;
            match self.holds(name).await {
                Ok(true) => renewed = Instant::now(),
                Ok(false) => return anyhow::anyhow!("the lease was lost"),
                // The database may come back while the lease still holds.
                Err(error) if renewed.elapsed() >= TERM - RENEWAL => return error.context("the lease was not renewed"),
                Err(_) => {}
            }
        }
    }
}

/// Works on a schedule until `stop`: pass after pass at once while the work says that there is more; a pass that fails is
/// tried again at the next time.
pub async fn repeat<F, W>(holder: Holder, schedule: Schedule, stop: CancellationToken, work: F)
where
    F: Fn() -> W,
    W: Future<Output = anyhow::Result<bool>>,
{
    let Schedule { name, every } = schedule;
    let mut failing = false;
    // Since when the lease is ours: one that has just been taken is not taken again at every look.
    let mut held: Option<Instant> = None;
    gauge!("epupns_job_interval_seconds", "task" => name).set(every.as_secs_f64());
    // From the start on: a job that never gets through is seen as well.
    passed(name);
    while !stop.is_cancelled() {
        let held = &mut held;
        let pass = async {
            let since = match *held {
                Some(since) if since.elapsed() < RENEWAL => since,
                _ => {
                    let since = Instant::now();
                    *held = holder.holds(name).await?.then_some(since);
                    if held.is_none() {
                        return Ok(false);
                    }
                    since
                }
            };
            let done = tokio::select! {
                done = work() => done,
                // Dropped between two steps: a write that has begun finishes.
                lost = holder.keeps(name, since) => {
                    *held = None;
                    Err(lost)
                }
            };
            if done.is_ok() {
                passed(name);
            }
            done
        };
        let more = match pass.await {
            Ok(more) => {
                failing = false;
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
