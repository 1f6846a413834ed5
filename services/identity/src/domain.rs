//! Rules and states: no async, no IO, no clock, no wire format, no SQL.

pub mod account;
pub mod answer;
pub mod client_secret;
pub mod email;
pub mod letter;
pub mod officer;
pub mod passport_hops;
pub mod password;
pub mod purpose;
pub mod refresh;
pub mod rehearsal;
pub mod secrets;
pub mod totp;

/// A field that breaks a rule: field name as in the contract, stable rule, text for developers without the value.
pub type Violation = (&'static str, &'static str, String);
