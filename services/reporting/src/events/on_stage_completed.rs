//! `StageCompleted`: a dossier waits for the next stage.

use proto::verification::v1::StageCompleted;
use sqlx::PgConnection;

use crate::{
    app::projection::{advance_dossier, stage},
    domain::standing::{State, Step},
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &StageCompleted,
) -> anyhow::Result<()> {
    let step = Step::after(stage(message.stage)?)?;
    let state = State::Submitted(stage(message.next_stage)?);
    let at = message.completed_at.as_ref();
    advance_dossier(connection, generation, message.dossier.as_ref(), step, state, at).await
}
