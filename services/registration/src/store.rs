//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub mod campaigns;
pub mod catalogue;
mod copy_binary;
pub mod dossier_fields;
pub mod dossier_sheets;
pub mod dossiers;
pub mod employee_attributes;
pub mod employee_master;
pub mod employee_staging;
pub mod employees;
pub mod import_seen;
pub mod imports;
pub mod organisation;
pub mod personal_data_views;
pub mod reference_values;
pub mod refused_rows;
pub mod registration_numbers;
pub mod registration_tombstones;
pub mod registrations;
pub mod rehearsals;
pub mod reservations;
pub mod scope;
pub mod stored_value;
pub mod submissions;
pub mod ticket_actions;
pub mod verifier_scope;
pub mod waiting_confirmations;
