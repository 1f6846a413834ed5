//! The other side of `app/ports.rs`.

pub mod agency_stream;
pub mod history;
