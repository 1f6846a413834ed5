//! Tests of the master data.

pub(crate) mod find_employee;
pub(crate) mod forget_personal_data_views;
pub(crate) mod import_demo_extract;
pub(crate) mod import_organisation;
pub(crate) mod import_reference;
pub(crate) mod import_rows;
pub(crate) mod import_support;
pub(crate) mod list_refused_rows;
pub(crate) mod list_rehearsals;
pub(crate) mod open_import;
pub(crate) mod purge_rehearsal;
pub(crate) mod ticket_approved;
