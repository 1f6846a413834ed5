//! The chassis on a real PostgreSQL, in the schema of a service that does nothing else with it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]
#![allow(clippy::disallowed_methods, reason = "these tests look at servers from outside")]

mod agencies;
mod audit;
mod discard;
mod forging;
mod hearing;
mod inbox;
mod jobs;
mod lease;
mod outage;
mod outbox;
mod personal_data_views;
mod prune;
mod redis;
mod set_aside;
mod write;

use chassis::db::Db;
use stack::{FreshDatabase, Program, ServersFile, fresh_database};

const SCHEMA: &str = "helpdesk";

/// A database of one's own and the pool of its application role.
async fn database(name: &str) -> (FreshDatabase, Db) {
    let servers = ServersFile::from_env().unwrap();
    let database = fresh_database(&servers, &format!("chassis_{name}")).await.unwrap();
    let db = Db::connect(&database.app_url(Program::Helpdesk).unwrap(), 4).unwrap();
    (database, db)
}
