//! `DossierCompleted`: the last stage is done with a dossier.

use proto::verification::v1::DossierCompleted;

use crate::{
    app::projection::Changes,
    domain::standing::{State, Step},
};

pub(super) fn project(changes: &mut Changes, message: DossierCompleted) -> anyhow::Result<()> {
    let at = message.completed_at.as_ref();
    changes.dossier(message.dossier.as_ref(), Step::Ended, State::Completed, at)
}
