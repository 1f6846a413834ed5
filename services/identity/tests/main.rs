//! Every verb against real Postgres and Redis, through the real gRPC codec.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod challenges;
mod check_password;
mod complete_sign_in;
mod deliver_mail;
mod enrol_officer;
mod harness;
mod passports;
mod prepare_account;
mod recorder;
mod refresh_session;
mod registration_events;
mod sign_in;
mod sweep;
mod throttle;
