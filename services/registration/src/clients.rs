//! The gRPC side of the ports.

pub(crate) mod identity;
