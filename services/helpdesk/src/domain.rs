//! States, rules, refusals: no async, no IO, no clock, no wire format.

pub(crate) mod answers;
pub(crate) mod desk;
pub(crate) mod dossier;
pub(crate) mod resolution;
pub(crate) mod ticket;
pub(crate) mod ticket_type;
