//! What an operator can type, one noun a file: arguments, call, what is printed. The work is done elsewhere.

pub(crate) mod agency;
pub(crate) mod campaign;
pub(crate) mod client;
pub(crate) mod doctor;
pub(crate) mod import;
pub(crate) mod officer;
pub(crate) mod parked;
pub(crate) mod reporting;
pub(crate) mod streams;
