//! Reading who asks and what for.

pub(super) use chassis::grpc::person;
use chassis::{grpc::not_permitted, reason::Refusal};
use kernel::{Coded as _, TicketId};
use tonic::{Request, Status};

use crate::app::desk::Officer;

/// The longest page.
pub(super) const LARGEST_PAGE: u32 = 100;

/// The helpdesk officer who asks.
pub(super) fn officer<T>(request: &Request<T>) -> Result<Officer, Status> {
    Officer::of(&person(request)?).ok_or_else(not_permitted)
}

/// The ticket that is meant.
pub(super) fn ticket_id(text: &str) -> Result<TicketId, Status> {
    TicketId::parse(text).map_err(|error| Refusal::field("ticket_id", error.code(), error.to_string()).into())
}
