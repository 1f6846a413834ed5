//! The gRPC door and the way to other doors.

mod channel;
mod deadline;
mod gate;
mod operations;
mod permission;
mod server;

pub use self::{
    channel::{Upstream, connect},
    deadline::{ask, budget_left, outgoing, outgoing_as, shared, within_budget},
    gate::{Gate, caller, not_permitted, passport_of, person},
    operations::Operations,
    permission::{Callers, Permission, Permissions},
    server::Door,
};
