//! `CheckRegistrationStatus`.

use chassis::{
    reason::{Fields, Refusal, internal},
    wire::timestamp,
};
use kernel::RegistrationNumber;
use proto::registration::v1::{CheckRegistrationStatusRequest, CheckRegistrationStatusResponse};
use tonic::{Code, Request, Response, Status};

use super::show;
use crate::app::{App, registration::check_registration_status::StatusError};

pub(crate) async fn check_registration_status(
    app: &App,
    request: Request<CheckRegistrationStatusRequest>,
) -> Result<Response<CheckRegistrationStatusResponse>, Status> {
    let mut fields = Fields::default();
    let number = RegistrationNumber::parse(&request.into_inner().registration_number);
    let Some(number) = fields.read("registration_number", number) else { return Err(fields.refusal()) };
    let status = app.check_registration_status(&number).await.map_err(refused)?;
    Ok(Response::new(CheckRegistrationStatusResponse {
        registration_number: number.to_string(),
        state: show::state(status.state).into(),
        due_at: status.due_at.map(timestamp),
    }))
}

fn refused(error: StatusError) -> Status {
    match error {
        StatusError::NotFound => Refusal::new(Code::NotFound, "REGISTRATION_NOT_FOUND", "no such registration").into(),
        StatusError::Internal(error) => internal(&error),
    }
}
