//! Tests of dossiers.

pub(crate) mod dossier_completed;
pub(crate) mod dossier_desk;
pub(crate) mod dossier_recalled;
pub(crate) mod dossier_returned;
pub(crate) mod find_submission;
pub(crate) mod get_dossier;
pub(crate) mod get_dossier_checklist;
pub(crate) mod read_submission;
pub(crate) mod save_dossier_fields;
pub(crate) mod submit_dossier;
