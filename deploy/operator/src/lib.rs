//! An operator at the owners' doors: what every program that operators type needs to get there, and to say what came of it.
//!
//! `epupns` and `epupns-rehearsal` stand on it, and neither on the other. It knows the way ([`RegistrationDoor`] and its like,
//! [`nats`]), says where its settings are when they are missing ([`misused`]), turns a refusal into a sentence that ends with its remedy ([`explain`], [`render`]), and takes a file in
//! ([`upload`]). What an operator can type stands in the programs.

mod door;
mod importing;
mod misuse;
pub mod nats;
mod refusal;
mod remedy;

pub use self::{
    door::{IdentityDoor, RegistrationDoor, ReportingDoor, open},
    importing::{Totals, upload, write_report},
    misuse::misused,
    refusal::{answered, explain, may_pass, render},
};
