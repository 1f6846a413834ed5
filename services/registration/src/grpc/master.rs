//! The door of the master data.

pub(crate) mod find_employee;
pub(crate) mod import_rows;
pub(crate) mod list_refused_rows;
pub(crate) mod list_rehearsals;
pub(crate) mod open_import;
pub(crate) mod purge_rehearsal;
