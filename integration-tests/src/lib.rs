//! The World: every server and every program of e-PUPNS on one machine, used as people use it and broken as machines break.
//!
//! [`World`] starts it, [`Citizen`], [`Owner`] and [`Officer`] act through the public door, [`Ledger`] writes down what they tried and
//! what they were told, [`check`] compares that with what the system knows, and [`Barrier`] stops a program exactly between
//! two steps. Nothing is mocked.
#![allow(
    clippy::disallowed_methods,
    reason = "tests are people and machines from outside: they have real time and real randomness"
)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod agency;
mod bare_nats;
mod barrier;
mod browser;
mod challenge;
mod checker;
mod citizen;
mod commands;
mod desk;
mod door;
mod ledger;
mod officer;
mod otlp;
mod owner;
mod questions;
mod ticket;
mod world;

pub use self::{
    agency::{AgencySystem, Subscriber, Told},
    bare_nats::BareNats,
    barrier::Barrier,
    browser::Browser,
    checker::{check, check_rebuild},
    citizen::{Citizen, PASSWORD},
    door::{Answer, Door},
    ledger::{Ledger, Outcome},
    officer::Officer,
    otlp::{Otlp, SeenSpan},
    owner::{Owner, field, fields},
    questions::{eventually, until},
    ticket::{Receipt, about, adding, resolution_of},
    world::{Employee, World},
};
