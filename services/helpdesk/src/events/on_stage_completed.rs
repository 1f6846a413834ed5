//! A stage is done: the next one holds the dossier.

use anyhow::Context as _;
use kernel::Stage;
use proto::verification::v1::StageCompleted;
use sqlx::PgConnection;

use super::keep_stage;
use crate::wire;

pub(super) async fn hear(connection: &mut PgConnection, event: &StageCompleted) -> anyhow::Result<()> {
    let stage = wire::stage_of(event.next_stage()).context("no next stage")?;
    // Stages follow each other within a submission.
    let step = if stage == Stage::KanregBkn { 2 } else { 1 };
    keep_stage(connection, event.dossier.as_ref(), step, Some(stage)).await
}
