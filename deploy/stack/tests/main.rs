//! The servers for real: started, broken, started again.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests: a panic is their way to fail")]

mod callers;
mod database_roles;
mod forging;
mod nats_permissions;
mod servers;
mod support;
