//! The World: every server and every program of e-PUPNS on one machine, used as people use it and broken as machines break.
//!
//! [`World`] starts it, [`Citizen`] and [`Officer`] act through the public door, [`Ledger`] writes down what they tried and
//! what they were told, [`check`] compares that with what the system knows, and [`Barrier`] stops a program exactly between
//! two steps. Nothing is mocked.
#![allow(
    clippy::disallowed_methods,
    reason = "tests are people and machines from outside: they have real time and real randomness"
)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod barrier;
mod challenge;
mod checker;
mod citizen;
mod door;
mod ledger;
mod officer;
mod otlp;
mod questions;
mod world;

pub use self::{
    barrier::Barrier,
    checker::check,
    citizen::{Citizen, PASSWORD},
    door::{Answer, Door},
    ledger::{Ledger, Outcome},
    officer::Officer,
    otlp::{Otlp, SeenSpan},
    questions::{eventually, until},
    world::{Employee, World},
};
