//! `Register`.

use std::time::Duration;

use chassis::reason::{Fields, Refusal, internal, request_id};
use proto::registration::v1::{RegisterRequest, RegisterResponse};
use tonic::{Code, Request, Response, Status};

use super::show;
use crate::app::{
    App,
    ports::Secrets,
    registration::register::{Register, RegisterError},
};

pub(crate) async fn register(
    app: &App,
    request: Request<RegisterRequest>,
) -> Result<Response<RegisterResponse>, Status> {
    let command = read(request.into_inner())?;
    let registered = app.register(command).await.map_err(refused)?;
    Ok(Response::new(RegisterResponse {
        registration: Some(show::registration(&registered.registration)),
        documents_token: registered.documents_token,
    }))
}

fn read(request: RegisterRequest) -> Result<Register, Status> {
    let mut fields = Fields::default();
    let id = fields.read("request_id", request_id(&request.request_id));
    // A browser that shows no cookie is another browser than the token's: the token's check says so.
    let Some(request_id) = id else { return Err(fields.refusal()) };
    fields.check()?;
    Ok(Register {
        lookup_token: request.lookup_token,
        browser: request.browser,
        request_id,
        secrets: Secrets {
            email: request.email.into(),
            password: request.password.into(),
            mother_name: request.mother_name.into(),
            security_question: request.security_question.into(),
            security_answer: request.security_answer.into(),
        },
    })
}

fn refused(error: RegisterError) -> Status {
    let (code, reason) = match &error {
        RegisterError::TokenInvalid => (Code::InvalidArgument, "LOOKUP_TOKEN_INVALID"),
        RegisterError::TokenExpired => (Code::FailedPrecondition, "LOOKUP_TOKEN_EXPIRED"),
        RegisterError::TokenOfOtherBrowser => (Code::InvalidArgument, "LOOKUP_TOKEN_OTHER_BROWSER"),
        RegisterError::RequestIdReused => (Code::InvalidArgument, "REQUEST_ID_REUSED"),
        RegisterError::Erased => (Code::FailedPrecondition, "REGISTRATION_ERASED"),
        RegisterError::ReservationEnded => {
            return Refusal::new(Code::Unavailable, "RESERVATION_ENDED", "send the same request again")
                .retry_after(Duration::from_secs(1))
                .into();
        }
        RegisterError::Taken(taken) => return show::taken(*taken).into(),
        RegisterError::NotOpen(not_open) => return show::not_open(*not_open).into(),
        RegisterError::Accounts(status) => return status.clone(),
        RegisterError::Internal(error) => return internal(error),
    };
    Refusal::new(code, reason, error.to_string()).into()
}
