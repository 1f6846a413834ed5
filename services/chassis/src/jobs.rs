//! What a service does by itself: idempotent, without input, one holder at a time.

use std::{future::Future, time::Duration};

use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use uuid::Uuid;

use crate::{db::Db, lease};

/// How often, and under which lease, a job works.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Name of job and lease, as its file in `jobs/`.
    pub name: &'static str,
    /// From one pass to the next.
    pub every: Duration,
    /// How long the lease holds without renewal; longer than a pass takes.
    pub term: Duration,
}

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

/// Works on a schedule until `stop`: pass after pass at once while the work says that there is more; a pass that fails is
/// tried again at the next time.
pub async fn repeat<F, W>(holder: Holder, schedule: Schedule, stop: CancellationToken, work: F)
where
    F: Fn() -> W,
    W: Future<Output = anyhow::Result<bool>>,
{
    let Schedule { name, every, term } = schedule;
    let mut failing = false;
    while !stop.is_cancelled() {
        let pass = async {
            let lease = lease::take(&mut *holder.db.read().await?, holder.schema, name, holder.id, term).await?;
            if lease.is_some() { work().await } else { Ok(false) }
        };
        let more = match pass.await {
            Ok(more) => {
                failing = false;
                more
            }
            Err(error) => {
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
    if let Ok(mut connection) = holder.db.read().await {
        lease::give_back(&mut connection, holder.schema, name, holder.id).await.ok();
    }
    info!(job = name, "job stopped");
}
