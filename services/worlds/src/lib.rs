//! What the test worlds of all owners and of both edges stand on. Tests alone name it: no program links it (the test `house`).
//!
//! An owner's world has a [`Ground`] as a field and all that the ground has ([`stands_on_ground`]): a database of its own, its
//! pools, a clock that tests turn. What is said about an owner (its App, its client, its verbs, who stands in for its
//! neighbours) is said at home. Nothing is pretended here: Postgres, Redis, the inbox and the signatures are the real ones.
#![allow(clippy::unwrap_used, reason = "what a test needs and does not get fails it")]
#![allow(clippy::disallowed_methods, reason = "stand-ins run beside the test")]

mod called;
mod callers;
mod certificates;
mod ground;
mod heard;
mod keys;
mod master_data;
mod plans;
mod redis;
mod refusals;
mod signing;
mod stand_ins;

pub use self::{
    called::Called,
    callers::{Calls, also, by, some_id, someone_as, themselves},
    certificates::tls_settings,
    ground::{Ground, Told},
    heard::event,
    keys::{PRIVATE_KEY, master_key},
    master_data::{agencies, agency, number},
    plans::Plans,
    redis::{NO_REDIS, redis, redis_url},
    refusals::{Refused, broken_fields, reason},
    signing::{KEY, Key},
    stand_ins::{nobody, serve},
};
