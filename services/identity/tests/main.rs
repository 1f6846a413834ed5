//! Every verb against real Postgres and Redis, through the real gRPC codec.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod check_password;
mod complete_sign_in;
mod create_api_client;
mod deliver_mail;
mod end_session;
mod enrol_officer;
mod exchange_passport;
mod harness;
mod issue_challenge;
mod issue_client_token;
mod issue_passport;
mod list_access_log;
mod list_revoked_sessions;
mod list_signing_keys;
mod on_rehearsal_purged;
mod prepare_account;
mod recorder;
mod redeem_challenge;
mod refresh_session;
mod registration_events;
mod sign_in;
mod sweep;
mod throttle;
