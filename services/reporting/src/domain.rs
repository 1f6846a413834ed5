//! Rules and values: no waiting, no IO, no clock, no message.

pub(crate) mod area;
pub(crate) mod counts;
pub(crate) mod csv;
pub(crate) mod export;
pub(crate) mod feed_event;
pub(crate) mod feed_signature;
pub(crate) mod master_data;
pub(crate) mod registration;
pub(crate) mod standing;
