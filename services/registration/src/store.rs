//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub(crate) mod campaigns;
pub(crate) mod catalogue;
mod copy_binary;
pub(crate) mod dossier_fields;
pub(crate) mod dossier_sheets;
pub(crate) mod dossiers;
pub(crate) mod employee_attributes;
pub(crate) mod employee_master;
pub(crate) mod employee_staging;
pub(crate) mod employees;
pub(crate) mod import_seen;
pub(crate) mod imports;
pub(crate) mod organisation;
pub(crate) mod personal_data_views;
pub(crate) mod reference_values;
pub(crate) mod refused_rows;
pub(crate) mod registration_numbers;
pub(crate) mod registration_tombstones;
pub(crate) mod registrations;
pub(crate) mod rehearsals;
pub(crate) mod reservations;
pub(crate) mod scope;
pub(crate) mod stored_value;
pub(crate) mod submissions;
pub(crate) mod ticket_actions;
pub(crate) mod verifier_scope;
pub(crate) mod waiting_confirmations;
