//! The gRPC side of the ports.

pub mod registration;
