//! Rules and values: no waiting, no IO, no clock, no message.

pub mod area;
pub mod counts;
pub mod csv;
pub mod export;
pub mod feed_event;
pub mod feed_signature;
pub mod master_data;
pub mod registration;
pub mod rehearsal;
pub mod standing;
