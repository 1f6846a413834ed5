//! How people are told something: sentences stand in files that translators can read, one per language and group, and code finds
//! them by key.
//!
//! Whoever has something to say keeps its own files and declares them with [`sentences!`]: reasons and rules in `words`, mail in
//! `letters`, pages in the portal. This crate is the one system behind them and holds no sentence itself, so that a changed one
//! rebuilds only the crate that it stands in and those that say it.
//!
//! ```text
//! locales/id/pages.ftl    kit-come-back = Silakan coba lagi dalam { $count } detik
//! locales/en/pages.ftl    kit-come-back = Please try again in { $count } seconds
//! ```
//!
//! The files are [Fluent](https://projectfluent.org): plurals and arguments are the translator's affair.

mod faults;
mod language;
mod phrase;
mod sentences;

pub use self::{
    language::Language,
    phrase::Phrase,
    sentences::{File, Sentences},
};
