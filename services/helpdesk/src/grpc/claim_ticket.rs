//! `ClaimTicket`.

use chassis::{reason::Refusal, wire::timestamp};
use proto::helpdesk::v1::{ClaimTicketRequest, ClaimTicketResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{App, claim_ticket::ClaimTicketError, desk::DeskError},
    domain::ticket::ClaimError,
};

pub(super) async fn claim_ticket(
    app: &App,
    request: Request<ClaimTicketRequest>,
) -> Result<Response<ClaimTicketResponse>, Status> {
    let officer = read::officer(&request)?;
    let ticket = read::ticket_id(&request.get_ref().ticket_id)?;
    let expires_at = app.claim_ticket(officer, ticket).await.map_err(refused)?;
    Ok(Response::new(ClaimTicketResponse { claim_expires_at: Some(timestamp(expires_at)) }))
}

fn refused(error: ClaimTicketError) -> Status {
    match error {
        ClaimTicketError::Desk(error) => show::desk_refused(error),
        ClaimTicketError::Refused(ClaimError::Separation(error)) => show::desk_refused(DeskError::Separation(error)),
        ClaimTicketError::Refused(ClaimError::Done(_)) => show::ticket_done(),
        ClaimTicketError::Refused(ClaimError::Claimed(error)) => {
            Refusal::new(Code::FailedPrecondition, "CLAIMED_BY_OTHER", error.to_string()).into()
        }
    }
}
