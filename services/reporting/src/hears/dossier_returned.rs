//! `DossierReturned`: a stage sent a dossier back.

use proto::verification::v1::DossierReturned;

use crate::{
    app::projection::Changes,
    domain::standing::{State, Step},
};

pub(super) fn project(changes: &mut Changes, message: DossierReturned) -> anyhow::Result<()> {
    let at = message.returned_at.as_ref();
    changes.dossier(message.dossier.as_ref(), Step::Ended, State::Returned, at)
}
