//! `ResolveTicket`.

use chassis::reason::{Fields, Refusal, request_id};
use kernel::TicketId;
use proto::helpdesk::v1::{self as pb, ResolveTicketRequest, ResolveTicketResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{
        App,
        desk::DeskError,
        resolve_ticket::{ResolveTicket, ResolveTicketError},
    },
    domain::{
        resolution::{self, ReferenceValue, Resolution},
        ticket::DecideError,
    },
    wire,
};

pub(super) async fn resolve_ticket(
    app: &App,
    request: Request<ResolveTicketRequest>,
) -> Result<Response<ResolveTicketResponse>, Status> {
    let officer = read::officer(&request)?;
    let command = command(&request.into_inner())?;
    let state = app.resolve_ticket(officer, command).await.map_err(refused)?;
    Ok(Response::new(ResolveTicketResponse { state: wire::state(state, false).into() }))
}

fn command(request: &ResolveTicketRequest) -> Result<ResolveTicket, Status> {
    let mut fields = Fields::default();
    let id = fields.read("request_id", request_id(&request.request_id));
    let ticket = fields.read("ticket_id", TicketId::parse(&request.ticket_id));
    let note = fields.read("note", resolution::note(&request.note));
    let resolution = resolution_of(request, &mut fields);
    let (Some(request_id), Some(ticket_id), Some(resolution), Some(note)) = (id, ticket, resolution, note) else {
        return Err(fields.refusal());
    };
    fields.check()?;
    Ok(ResolveTicket { request_id, ticket_id, resolution, note })
}

fn resolution_of(request: &ResolveTicketRequest, fields: &mut Fields) -> Option<Resolution> {
    let asked = pb::Resolution::try_from(request.resolution).unwrap_or(pb::Resolution::Unspecified);
    if asked == pb::Resolution::Approve {
        let code = fields.read("reference_code", resolution::reference_code(&request.reference_code));
        let label = fields.read("reference_label", resolution::reference_label(&request.reference_label));
        return Some(Resolution::Approve(ReferenceValue { code: code?, label: label? }));
    }
    let unasked = "only an approval adds a value";
    fields.require(request.reference_code.is_empty(), "reference_code", "ANSWER_UNASKED", unasked);
    fields.require(request.reference_label.is_empty(), "reference_label", "ANSWER_UNASKED", unasked);
    match asked {
        pb::Resolution::Answer => Some(Resolution::Answer),
        pb::Resolution::Reject => Some(Resolution::Reject),
        pb::Resolution::Approve | pb::Resolution::Unspecified => {
            fields.require(false, "resolution", "RESOLUTION_UNFIT", "answer, approve or reject");
            None
        }
    }
}

fn refused(error: ResolveTicketError) -> Status {
    match error {
        ResolveTicketError::Desk(error) => show::desk_refused(error),
        ResolveTicketError::Refused(DecideError::Separation(error)) => show::desk_refused(DeskError::Separation(error)),
        ResolveTicketError::Refused(DecideError::Done(_)) => show::ticket_done(),
        ResolveTicketError::Refused(DecideError::ClaimRequired(_)) => Refusal::new(
            Code::FailedPrecondition,
            "CLAIM_REQUIRED",
            "claim the ticket first; the claim was never held or is lost",
        )
        .into(),
        ResolveTicketError::Refused(error @ DecideError::Unfit) => {
            Refusal::field("resolution", "RESOLUTION_UNFIT", error.to_string()).into()
        }
        ResolveTicketError::RequestReused => {
            Refusal::new(Code::InvalidArgument, "REQUEST_ID_REUSED", "this request_id has said something else").into()
        }
    }
}
