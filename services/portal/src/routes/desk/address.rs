//! Where a dossier is looked at.

use chassis::reason::Refusal;
use kernel::DossierId;
use tonic::{Code, Status};

use super::worklist;

/// The address of a dossier; an id is nobody's name.
pub(super) fn path(dossier: DossierId) -> String {
    format!("{}/{dossier}", worklist::PATH)
}

/// What is no id is no dossier.
pub(super) fn missing() -> Status {
    Refusal::new(Code::NotFound, "DOSSIER_NOT_FOUND", "not the id of a dossier").into()
}
