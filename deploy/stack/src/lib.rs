//! Starts e-PUPNS on one machine, for real: PostgreSQL, NATS, Valkey, certificates, roles, schemas, streams and all programs.
//!
//! `./deploy/up` is this library with a terminal in front ([`Stack`]). Tests across processes use it to start an
//! installation and to break it: every server and every program can be killed, stopped, paused and started again on the
//! same port and data. Tests of one service share [`TestServers`] and take a [`fresh_database`] each.
//!
//! Nothing outlives the process that started it. Everything is below one directory; a second start finds data, ports and
//! keys where they were. [`wiring`] shows on one page who is connected with whom.
#![allow(
    clippy::disallowed_methods,
    reason = "the launcher is the edge where real time and real randomness come in: keys, ports, certificates"
)]

mod agencies;
mod binaries;
mod child;
mod cluster;
pub mod demo;
mod http;
pub mod keys;
mod lock;
mod operator;
mod pki;
mod places;
mod ports;
mod postgres_account;
mod private_file;
mod process;
mod program;
mod schema_files;
mod secrets;
mod servers;
mod settings;
mod spawner;
mod stack;
mod test_servers;
mod url_place;
pub mod wiring;

pub use agencies::{FED_AGENCIES, agency_user};
pub use child::Child;
pub use cluster::Cluster;
pub use lock::Lock;
pub use operator::Operator;
pub use pki::{LOCAL_OPERATOR, Leaf, Pki};
pub use ports::Ports;
pub use process::Process;
pub use program::Program;
pub use secrets::{AGENCY_FEED, AGENCY_PROVISIONER, PROVISIONER, Secrets};
pub use servers::{Callers, CallersNats, Nats, Postgres, Servers, Valkey};
pub use stack::{Stack, StackOptions};
pub use test_servers::{FreshDatabase, SERVERS_VARIABLE, Schemas, ServersFile, TEMPLATE, TestServers, fresh_database};
