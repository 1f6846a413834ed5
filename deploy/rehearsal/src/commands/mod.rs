//! What can be typed, one noun a file: arguments, call, what is printed. The work is done elsewhere.

pub(crate) mod challenge;
pub(crate) mod demo;
pub(crate) mod rehearse;
