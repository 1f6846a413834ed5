//! The use cases of the master data: who is employed where, and how that comes in and goes.

pub(crate) mod add_reference_value;
pub(crate) mod employee_ref;
pub(crate) mod find_employee;
pub(crate) mod import_rows;
pub(crate) mod list_refused_rows;
pub(crate) mod list_rehearsals;
pub(crate) mod open_import;
pub(crate) mod personal_data_viewed;
pub(crate) mod purge_rehearsal;
