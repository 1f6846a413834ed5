//! Ways out of the process.

pub(crate) mod mail;
pub(crate) mod registration;
pub(crate) mod spent_challenges;
