//! The gRPC door: parse, call, render; a file per rpc.

mod check_ticket_status;
mod claim_ticket;
mod get_ticket;
mod list_own_tickets;
mod list_ticket_types;
mod open_ticket;
pub(crate) mod permissions;
mod read;
mod resolve_ticket;
mod search_tickets;
mod show;

use crate::app::App;
use proto::helpdesk::v1::{
    CheckTicketStatusRequest, CheckTicketStatusResponse, ClaimTicketRequest, ClaimTicketResponse, GetTicketRequest,
    GetTicketResponse, ListOwnTicketsRequest, ListOwnTicketsResponse, ListTicketTypesRequest, ListTicketTypesResponse,
    OpenTicketRequest, OpenTicketResponse, ResolveTicketRequest, ResolveTicketResponse, SearchTicketsRequest,
    SearchTicketsResponse,
    helpdesk_service_server::{HelpdeskService, HelpdeskServiceServer},
};

/// The service over its use cases.
#[derive(Clone)]
pub(crate) struct Door {
    app: App,
}

/// The service, ready to be mounted.
#[must_use]
pub(crate) fn service(app: App) -> HelpdeskServiceServer<Door> {
    HelpdeskServiceServer::new(Door { app })
}

chassis::rpcs! { HelpdeskService for Door;
    self {
        list_ticket_types(ListTicketTypesRequest) -> ListTicketTypesResponse;
        open_ticket(OpenTicketRequest) -> OpenTicketResponse;
        check_ticket_status(CheckTicketStatusRequest) -> CheckTicketStatusResponse;
        list_own_tickets(ListOwnTicketsRequest) -> ListOwnTicketsResponse;
        search_tickets(SearchTicketsRequest) -> SearchTicketsResponse;
        get_ticket(GetTicketRequest) -> GetTicketResponse;
        claim_ticket(ClaimTicketRequest) -> ClaimTicketResponse;
        resolve_ticket(ResolveTicketRequest) -> ResolveTicketResponse;
    }
}
