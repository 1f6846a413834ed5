//! A stage is done: the next one holds the dossier.

use anyhow::Context as _;
use chassis::{db::Tx, wire::stage_of};
use proto::verification::v1::StageCompleted;

use super::told;
use crate::{app::App, domain::dossier::Place};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: StageCompleted) -> anyhow::Result<()> {
    let next = stage_of(event.next_stage()).context("no next stage")?;
    app.follow_dossier(tx, &told(event.dossier.as_ref(), Place::Next(next))?).await
}
