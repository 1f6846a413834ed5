//! The door as a client sees it: a real router, real gRPC to stand-ins of the services behind.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests: a panic is their way to fail")]

mod catalogue;
mod challenges;
mod description;
mod harness;
mod pages;
mod refusals;
mod sessions;
mod traces;
