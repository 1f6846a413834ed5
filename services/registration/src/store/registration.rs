//! The tables of registrations.

pub(crate) mod matched_pairs;
pub(crate) mod registration_tombstones;
pub(crate) mod registrations;
pub(crate) mod reservations;
pub(crate) mod waiting_confirmations;
