//! The pages by the real router, with the services behind it away or answering.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests: a panic is their way to fail")]
#![allow(clippy::disallowed_methods, reason = "stand-ins run beside the test")]

mod assets;
mod deadline;
mod desk;
mod dossier;
mod forms;
mod harness;
mod help;
mod languages;
mod pages;
mod public;
mod sign_in;
mod stand_ins;
mod unknown;
