//! What happens by itself: idempotent, without input, one holder at a time.

pub(crate) mod publish_feed;
mod rebuild_projections;
mod sweep_exports;
mod write_exports;

use chassis::jobs::{Holder, look_first};
use tokio_util::sync::CancellationToken;

pub(crate) use self::{
    rebuild_projections::rebuild_projections, sweep_exports::sweep_exports, write_exports::write_exports,
};
use crate::app::{App, projection::Project};

/// All jobs, until `stop`.
pub(crate) async fn run(app: App, project: Project, holder: Holder, stop: CancellationToken) {
    let rebuilding = look_first(holder.clone(), rebuild_projections::SCHEDULE, stop.clone(), async |pass| {
        Ok(rebuild_projections::is_due(&app).await?
            && pass.goes_on().await?
            && rebuild_projections(&app, project).await?)
    });
    let writing = look_first(holder.clone(), write_exports::SCHEDULE, stop.clone(), async |pass| {
        Ok(write_exports::is_due(&app).await? && pass.goes_on().await? && write_exports(&app).await?)
    });
    let sweeping = look_first(holder.clone(), sweep_exports::SCHEDULE, stop.clone(), async |pass| {
        Ok(sweep_exports::is_due(&app).await? && pass.goes_on().await? && sweep_exports(&app).await?)
    });
    let publishing = publish_feed::run(&app, &holder, &stop);
    futures::join!(rebuilding, writing, sweeping, publishing);
}
