//! `DossierFinalised`: a dossier has its final status.

use proto::verification::v1::DossierFinalised;

use crate::{
    app::projection::Changes,
    domain::standing::{State, Step},
};

pub(super) fn project(changes: &mut Changes, message: DossierFinalised) -> anyhow::Result<()> {
    let at = message.finalised_at.as_ref();
    changes.dossier(message.dossier.as_ref(), Step::Final, State::Final, at)
}
