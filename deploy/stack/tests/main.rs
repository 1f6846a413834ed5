//! The servers for real: started, broken, started again.

mod database_roles;
mod nats_permissions;
mod servers;
mod support;
