//! What people read, as the contract with the gateway names it.

pub(crate) use speech::Language;
