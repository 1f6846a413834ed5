//! The papers that we print: the registration card (proof) and the registration form (to fill in by hand), as tagged PDF/UA-1.
//!
//! Behind this crate stands typst, a hundred crates of its own, and nobody else names it: whoever prints hands over a struct of
//! plain text, [`Card`] or [`Form`], and gets the bytes of a PDF. The press knows these two papers by name rather than "a template
//! with values", so that a value that a template wants and nobody gives is found by the compiler, not by the first person who
//! prints.
//!
//! Templates and fonts are part of the program: no file, no network, no clock. Equal values give equal bytes.
//!
//! Typesetting takes one core for a while (a third of a second in an unoptimised build). So there is one way in, [`Press`], which
//! bounds how many do so at once and lets nobody wait for long.

mod card;
mod error;
mod form;
mod qr;
mod queue;
#[cfg(test)]
mod tests;
mod text;
mod world;

pub use self::{
    card::Card,
    error::{DocumentError, PrintError},
    form::Form,
    queue::Press,
};
