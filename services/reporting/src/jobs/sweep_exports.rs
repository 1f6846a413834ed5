//! Deletes the bytes of files whose time is over. Who stood in them stays known.

use std::time::Duration;

use chassis::jobs::Schedule;

use crate::{
    app::App,
    store::{export_chunks, exports},
};

pub(super) const SCHEDULE: Schedule = Schedule { name: "sweep_exports", every: Duration::from_secs(600) };

/// Chunks in a transaction: 16 MiB.
const BATCH: i64 = 64;

/// Whether the time of any file is over.
pub(super) async fn is_due(app: &App) -> Result<bool, sqlx::Error> {
    Ok(exports::expired(&mut *app.db.read().await?, app.clock.now()).await?.is_some())
}

/// Deletes a batch of one expired file; says whether there may be more.
pub(crate) async fn sweep_exports(app: &App) -> anyhow::Result<bool> {
    let now = app.clock.now();
    let expired = exports::expired(&mut *app.db.read().await?, now).await?;
    let Some(export_id) = expired else { return Ok(false) };
    app.db
        .write("sweep_exports", async move |mut tx| {
            if export_chunks::delete_some(&mut tx, export_id, BATCH).await? == 0 {
                exports::swept(&mut tx, export_id, now).await?;
            }
            Ok(true)
        })
        .await
}
