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

use proto::helpdesk::v1::{
    CheckTicketStatusRequest, CheckTicketStatusResponse, ClaimTicketRequest, ClaimTicketResponse, GetTicketRequest,
    GetTicketResponse, ListOwnTicketsRequest, ListOwnTicketsResponse, ListTicketTypesRequest, ListTicketTypesResponse,
    OpenTicketRequest, OpenTicketResponse, ResolveTicketRequest, ResolveTicketResponse, SearchTicketsRequest,
    SearchTicketsResponse,
    helpdesk_service_server::{HelpdeskService, HelpdeskServiceServer},
};
use tonic::{Request, Response, Status};

use crate::app::App;

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

#[tonic::async_trait]
impl HelpdeskService for Door {
    async fn list_ticket_types(
        &self,
        request: Request<ListTicketTypesRequest>,
    ) -> Result<Response<ListTicketTypesResponse>, Status> {
        list_ticket_types::list_ticket_types(&self.app, request).await
    }

    async fn open_ticket(&self, request: Request<OpenTicketRequest>) -> Result<Response<OpenTicketResponse>, Status> {
        open_ticket::open_ticket(&self.app, request).await
    }

    async fn check_ticket_status(
        &self,
        request: Request<CheckTicketStatusRequest>,
    ) -> Result<Response<CheckTicketStatusResponse>, Status> {
        check_ticket_status::check_ticket_status(&self.app, request).await
    }

    async fn list_own_tickets(
        &self,
        request: Request<ListOwnTicketsRequest>,
    ) -> Result<Response<ListOwnTicketsResponse>, Status> {
        list_own_tickets::list_own_tickets(&self.app, request).await
    }

    async fn search_tickets(
        &self,
        request: Request<SearchTicketsRequest>,
    ) -> Result<Response<SearchTicketsResponse>, Status> {
        search_tickets::search_tickets(&self.app, request).await
    }

    async fn get_ticket(&self, request: Request<GetTicketRequest>) -> Result<Response<GetTicketResponse>, Status> {
        get_ticket::get_ticket(&self.app, request).await
    }

    async fn claim_ticket(
        &self,
        request: Request<ClaimTicketRequest>,
    ) -> Result<Response<ClaimTicketResponse>, Status> {
        claim_ticket::claim_ticket(&self.app, request).await
    }

    async fn resolve_ticket(
        &self,
        request: Request<ResolveTicketRequest>,
    ) -> Result<Response<ResolveTicketResponse>, Status> {
        resolve_ticket::resolve_ticket(&self.app, request).await
    }
}
