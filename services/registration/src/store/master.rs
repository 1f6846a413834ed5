//! The tables of the master data.

pub(crate) mod copy_binary;
pub(crate) mod employee_attributes;
pub(crate) mod employee_master;
pub(crate) mod employee_staging;
pub(crate) mod employees;
pub(crate) mod import_seen;
pub(crate) mod imports;
pub(crate) mod organisation;
pub(crate) mod refused_rows;
pub(crate) mod rehearsals;
pub(crate) mod stored_value;
pub(crate) mod ticket_actions;
