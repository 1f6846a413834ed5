//! `OpenTicket`.

use chassis::{
    grpc::caller,
    reason::{Fields, Refusal, internal, request_id},
    wire::timestamp,
};
use proto::helpdesk::v1::{OpenTicketRequest, OpenTicketResponse};
use tonic::{Code, Request, Response, Status};

use crate::{
    app::{
        App,
        open_ticket::{OpenTicket, OpenTicketError},
    },
    domain::ticket_type::Field,
    wire,
};

/// More answers than questions are refused as a whole: nobody gets a thousand violations.
const MOST_ANSWERS: usize = 2 * Field::ALL.len();

pub(super) async fn open_ticket(
    app: &App,
    request: Request<OpenTicketRequest>,
) -> Result<Response<OpenTicketResponse>, Status> {
    let caller = caller(&request)?;
    let command = command(request.into_inner())?;
    let receipt = app.open_ticket(caller, command).await.map_err(refused)?;
    Ok(Response::new(OpenTicketResponse {
        report_number: receipt.report_number.to_string(),
        receipt_secret: receipt.secret,
        due_at: Some(timestamp(receipt.due_at)),
    }))
}

fn command(request: OpenTicketRequest) -> Result<OpenTicket, Status> {
    let mut fields = Fields::default();
    let id = fields.read("request_id", request_id(&request.request_id));
    let fits = request.answers.len() <= MOST_ANSWERS;
    fields.require(fits, "answers", "ANSWER_UNASKED", "more answers than questions");
    let Some(request_id) = id else { return Err(fields.refusal()) };
    fields.check()?;
    let answers = request.answers.into_iter().map(|answer| (wire::field_of(answer.field), answer.value));
    Ok(OpenTicket { request_id, type_code: request.type_code, text: request.text, answers: answers.collect() })
}

fn refused(error: OpenTicketError) -> Status {
    match error {
        OpenTicketError::Fields(broken) => {
            Refusal::fields(broken.into_iter().map(|broken| (broken.field, broken.rule, broken.text))).into()
        }
        OpenTicketError::RequestReused => {
            Refusal::new(Code::InvalidArgument, "REQUEST_ID_REUSED", "this request_id has opened another ticket").into()
        }
        OpenTicketError::Internal(error) => internal(&error),
    }
}
