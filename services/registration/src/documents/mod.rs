//! The two papers of a registration: the card (proof) and the form (to fill in by hand).
//!
//! Both are laid out by typst as tagged PDF/UA-1, from templates and fonts that are part of the binary: no file, no
//! network, no clock. Equal data gives equal bytes.
//!
//! The functions are pure and **blocking**: a job takes one core for a while (a third of a second in an unoptimised
//! build). Call them on a blocking thread, behind a bound on how many run at once.

mod card;
mod error;
mod form;
mod qr;
mod text;
mod world;

pub(crate) use card::{CardData, card_pdf};
pub(crate) use error::DocumentError;
pub(crate) use form::{FormData, form_pdf};
