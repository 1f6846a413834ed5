//! Ways out of the process.

pub mod mail;
pub mod registration;
pub mod spent_challenges;
