//! States, rules, refusals: no async, no IO, no clock, no wire format.

pub mod campaign;
pub mod card_signature;
pub mod decision;
pub mod dossier;
pub mod employee;
pub mod import;
pub mod reference;
pub mod registration;
pub mod rehearsal;
pub mod ticket_action;
