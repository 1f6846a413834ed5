//! `DossierRecalled`: its owner took a submission back.

use proto::verification::v1::DossierRecalled;

use crate::{
    app::projection::Changes,
    domain::standing::{State, Step},
};

pub(super) fn project(changes: &mut Changes, message: DossierRecalled) -> anyhow::Result<()> {
    let at = message.recalled_at.as_ref();
    changes.dossier(message.dossier.as_ref(), Step::Ended, State::Recalled, at)
}
