//! `CheckTicketStatus`.

use chassis::reason::{Refusal, internal};
use kernel::{Coded as _, ReportNumber};
use proto::helpdesk::v1::{CheckTicketStatusRequest, CheckTicketStatusResponse};
use tonic::{Code, Request, Response, Status};

use super::show;
use crate::app::{App, check_ticket_status::CheckTicketStatusError};

pub(super) async fn check_ticket_status(
    app: &App,
    request: Request<CheckTicketStatusRequest>,
) -> Result<Response<CheckTicketStatusResponse>, Status> {
    let request = request.into_inner();
    let number = ReportNumber::parse(&request.report_number)
        .map_err(|error| Refusal::field("report_number", error.code(), error.to_string()))?;
    let told = app.check_ticket_status(&number, &request.receipt_secret).await.map_err(refused)?;
    Ok(Response::new(CheckTicketStatusResponse { ticket: Some(show::status(told)) }))
}

fn refused(error: CheckTicketStatusError) -> Status {
    match error {
        CheckTicketStatusError::NotFound => show::ticket_not_found(),
        CheckTicketStatusError::TooManyAttempts(error) => {
            Refusal::new(Code::ResourceExhausted, "TOO_MANY_ATTEMPTS", error.to_string())
                .retry_after(error.retry_after)
                .into()
        }
        CheckTicketStatusError::Internal(error) => internal(&error),
    }
}
