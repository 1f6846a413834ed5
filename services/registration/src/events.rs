//! Facts told to other services. Nothing is heard yet.

pub mod publish;
