//! The door as a client sees it: a real router, real gRPC to stand-ins of the services behind.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests: a panic is their way to fail")]
#![allow(clippy::disallowed_methods, reason = "stand-ins run beside the test")]

mod bad_input;
mod challenges;
mod come_back;
mod description;
mod dossier;
mod harness;
mod identity_away;
mod pages;
mod refusals;
mod reports;
mod sessions;
mod systems;
mod tickets;
mod traces;
mod worklist;
