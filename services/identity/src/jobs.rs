//! What happens by itself: idempotent, under a lease.

pub mod deliver_mail;
pub mod sweep;

use std::time::Duration;

use chassis::lease;
use futures::future::BoxFuture;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{SCHEMA, app::App};

/// Runs `pass` every `pause` while this process holds the job's lease; at once again while it says that there is more.
async fn every(
    app: App,
    name: &'static str,
    holder: Uuid,
    pause: Duration,
    stop: CancellationToken,
    pass: impl Fn(App) -> BoxFuture<'static, anyhow::Result<bool>>,
) {
    let term = pause * 2 + Duration::from_secs(60);
    let mut failing = false;
    while !stop.is_cancelled() {
        let turn = async {
            let held = {
                let mut connection = app.db.read().await?;
                lease::take(&mut connection, SCHEMA, name, holder, term).await?
            };
            if held.is_some() { pass(app.clone()).await } else { Ok(false) }
        };
        let more = turn.await;
        if let Err(error) = &more
            && !failing
        {
            tracing::warn!(job = name, error = format!("{error:#}"), "job failed; trying again");
        }
        failing = more.is_err();
        if more.unwrap_or(false) {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    if let Ok(mut connection) = app.db.read().await {
        lease::give_back(&mut connection, SCHEMA, name, holder).await.ok();
    }
}
