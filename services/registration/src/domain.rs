//! States, rules, refusals: no async, no IO, no clock, no wire format.

pub(crate) mod campaign;
pub(crate) mod card_signature;
pub(crate) mod decision;
pub(crate) mod dossier;
pub(crate) mod employee;
pub(crate) mod import;
pub(crate) mod reference;
pub(crate) mod registration;
pub(crate) mod rehearsal;
pub(crate) mod ticket_action;
