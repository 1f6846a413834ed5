//! What happens by itself: idempotent, without input, one holder at a time.

pub(crate) mod publish_feed;
mod rebuild_projections;
mod sweep_exports;
mod write_exports;

use chassis::jobs::{Holder, repeat};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub(crate) use self::{
    rebuild_projections::rebuild_projections, sweep_exports::sweep_exports, write_exports::write_exports,
};
use crate::{
    SCHEMA,
    app::{App, projection::Project},
};

/// All jobs, until `stop`.
pub(crate) async fn run(app: App, project: Project, holder: Uuid, stop: CancellationToken) {
    let holder = Holder { db: app.db.clone(), schema: SCHEMA, id: holder };
    let rebuilding = repeat(holder.clone(), rebuild_projections::SCHEDULE, stop.clone(), async || {
        rebuild_projections(&app, project).await
    });
    let writing = repeat(holder.clone(), write_exports::SCHEDULE, stop.clone(), async || write_exports(&app).await);
    let sweeping = repeat(holder.clone(), sweep_exports::SCHEDULE, stop.clone(), async || sweep_exports(&app).await);
    let publishing = publish_feed::run(&app, &holder, &stop);
    futures::join!(rebuilding, writing, sweeping, publishing);
}
