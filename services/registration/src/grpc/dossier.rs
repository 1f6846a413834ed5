//! The door of dossiers.

pub(crate) mod find_submission;
pub(crate) mod get_dossier;
pub(crate) mod get_dossier_checklist;
pub(crate) mod read_submission;
pub(crate) mod save_dossier_fields;
pub(crate) mod show_dossier;
pub(crate) mod submit_dossier;
