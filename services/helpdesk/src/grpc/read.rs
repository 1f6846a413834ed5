//! Reading who asks and what for.

use chassis::{grpc::caller, reason::Refusal};
use kernel::{Coded as _, Person, TicketId};
use tonic::{Request, Status};

use crate::app::desk::Officer;

/// The longest page.
pub(super) const LARGEST_PAGE: u32 = 100;

/// The person who asks.
pub(super) fn person<T>(request: &Request<T>) -> Result<Person, Status> {
    caller(request)?.person().cloned().ok_or_else(not_permitted)
}

/// The helpdesk officer who asks.
pub(super) fn officer<T>(request: &Request<T>) -> Result<Officer, Status> {
    Officer::of(&person(request)?).ok_or_else(not_permitted)
}

/// The ticket that is meant.
pub(super) fn ticket_id(text: &str) -> Result<TicketId, Status> {
    TicketId::parse(text).map_err(|error| Refusal::field("ticket_id", error.code(), error.to_string()).into())
}

fn not_permitted() -> Status {
    Status::permission_denied("not permitted")
}
