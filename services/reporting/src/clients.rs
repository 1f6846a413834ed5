//! The other side of `app/ports.rs`.

pub(crate) mod agency_stream;
pub(crate) mod history;
