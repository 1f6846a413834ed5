//! The rules of the master data.

pub(crate) mod employee;
pub(crate) mod import;
pub(crate) mod ticket_action;
