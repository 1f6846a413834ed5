//! All SQL, a file per table: free functions over a connection, checked against the schema when compiled.

pub mod campaigns;
mod copy_binary;
pub mod employee_staging;
pub mod employees;
pub mod import_seen;
pub mod imports;
pub mod organisation;
pub mod refused_rows;
pub mod registration_numbers;
pub mod registration_tombstones;
pub mod registrations;
pub mod reservations;
pub mod scope;
pub mod waiting_confirmations;
