//! What happens by itself: idempotent, without input, one holder at a time.

mod free_unfinished_reservations;

use std::{future::Future, time::Duration};

use chassis::lease;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use uuid::Uuid;

pub use self::free_unfinished_reservations::free_unfinished_reservations;
use crate::{SCHEMA, app::App};

/// How often, and under which lease, a job works.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Name of job and lease.
    pub name: &'static str,
    /// From one look to the next.
    pub every: Duration,
    /// How long the lease holds without renewal; longer than a look takes.
    pub term: Duration,
}

/// Works on a schedule until `stop`; a look that fails is tried again at the next.
async fn repeat<F, W>(app: App, holder: Uuid, schedule: Schedule, stop: CancellationToken, work: F)
where
    F: Fn(App) -> W,
    W: Future<Output = anyhow::Result<()>>,
{
    let name = schedule.name;
    let mut failing = false;
    while !stop.is_cancelled() {
        let look = async {
            let lease = lease::take(&mut *app.db.read().await?, SCHEMA, name, holder, schedule.term).await?;
            if lease.is_some() { work(app.clone()).await } else { Ok(()) }
        };
        match look.await {
            Ok(()) => failing = false,
            Err(error) => {
                if !failing {
                    warn!(job = name, error = format!("{error:#}"), "a job failed; trying again");
                }
                failing = true;
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(schedule.every) => {}
        }
    }
    if let Ok(mut connection) = app.db.read().await {
        lease::give_back(&mut connection, SCHEMA, name, holder).await.ok();
    }
    info!(job = name, "job stopped");
}

/// All jobs, until `stop`.
pub async fn run(app: App, holder: Uuid, stop: CancellationToken) {
    repeat(app, holder, free_unfinished_reservations::SCHEDULE, stop, async |app| {
        free_unfinished_reservations(&app).await.map(drop)
    })
    .await;
}
