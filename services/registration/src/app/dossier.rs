//! The use cases of a dossier, from its opening to the day on which it is settled.

pub(crate) mod dossier_file;
pub(crate) mod find_submission;
pub(crate) mod get_dossier;
pub(crate) mod get_dossier_checklist;
pub(crate) mod master_values;
pub(crate) mod person_vault;
pub(crate) mod read_submission;
pub(crate) mod reopen_dossier;
pub(crate) mod save_dossier_fields;
pub(crate) mod settle_dossier;
pub(crate) mod submit_dossier;
