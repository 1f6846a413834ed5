//! States, rules, refusals: no async, no IO, no clock, no wire format.

pub mod answers;
pub mod claim;
pub mod desk;
pub mod dossier;
pub mod resolution;
pub mod ticket;
pub mod ticket_type;
