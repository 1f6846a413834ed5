//! `StageCompleted`: a dossier waits for the next stage.

use proto::verification::v1::StageCompleted;

use crate::{
    app::projection::{Changes, stage},
    domain::standing::{State, Step},
};

pub(super) fn project(changes: &mut Changes, message: StageCompleted) -> anyhow::Result<()> {
    let step = Step::after(stage(message.stage)?)?;
    let state = State::Submitted(stage(message.next_stage)?);
    let at = message.completed_at.as_ref();
    changes.dossier(message.dossier.as_ref(), step, state, at)
}
