//! What happens by itself: idempotent, without input, one holder at a time.

pub(crate) mod deliver_mail;
pub(crate) mod sweep;
