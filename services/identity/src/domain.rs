//! Rules and states: no async, no IO, no clock, no wire format, no SQL.

pub(crate) mod account;
pub(crate) mod answer;
pub(crate) mod client_secret;
pub(crate) mod email;
pub(crate) mod letter;
pub(crate) mod officer;
pub(crate) mod passport_hops;
pub(crate) mod password;
pub(crate) mod purpose;
pub(crate) mod refresh;
pub(crate) mod secrets;
pub(crate) mod totp;

/// A field that breaks a rule: field name as in the contract, stable rule, text for developers without the value.
pub(crate) type Violation = (&'static str, &'static str, String);
