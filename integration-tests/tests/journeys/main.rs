//! People get through: every program and every server for real, over the public door.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]
#![allow(clippy::disallowed_methods, reason = "people outside have real time")]

mod agency_feed;
mod bad_input;
mod doctor;
mod dossier;
mod inside_doors;
mod observation;
mod registration;
mod rehearsal;
mod ticket;
mod walk_through;
