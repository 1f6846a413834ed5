//! The tests of the service: a module per verb or job.

mod dossier;
mod fixtures;
mod harness;
mod master;
mod recorder;
mod reference;
mod registration;
mod statements;
