//! People in front of a real browser: every program and every server for real, through pages only.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod desk;
mod dossier;
mod front;
mod journey;
mod register;
mod tickets;
mod twice;
mod without_scripts;

/// Pemerintah Kota Malang, a unit of it, and who decides there at the three levels.
const UNIT: &str = "3573-03";
const VERIFIERS: [&str; 3] = ["malang.verifikator1", "malang.verifikator2", "kanreg02.verifikator3"];
