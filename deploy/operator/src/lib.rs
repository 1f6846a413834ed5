//! An operator at the owners' doors: what every program that operators type needs to get there, and to say what came of it.
//!
//! `epupns` and `epupns-rehearsal` stand on it, and neither on the other. It knows the way ([`RegistrationDoor`] and its like,
//! [`nats`]), turns a refusal into a sentence that ends with its remedy ([`explain`], [`render`]), and takes a file in
//! ([`upload`]). What an operator can type stands in the programs.

mod door;
mod importing;
pub mod nats;
mod refusal;

pub use self::{
    door::{IdentityDoor, RegistrationDoor, ReportingDoor},
    importing::{Totals, upload, write_report},
    refusal::{explain, may_pass, render},
};
