//! States, rules, refusals: no async, no IO, no clock, no wire format.

pub(crate) mod dossier;
pub(crate) mod master;
pub(crate) mod reference;
pub(crate) mod registration;
