use chassis::reason::{Refusal, internal};
use proto::identity::v1::{CompleteSignInRequest, CompleteSignInResponse};
use tonic::{Code, Request, Status};

use super::render::{session, too_many_attempts};
use crate::app::{
    App,
    complete_sign_in::{CompleteSignIn, CompleteSignInError},
};

pub(super) async fn complete_sign_in(
    app: &App,
    request: Request<CompleteSignInRequest>,
) -> Result<CompleteSignInResponse, Status> {
    let CompleteSignInRequest { ticket, code } = request.into_inner();
    let bearer = app.complete_sign_in(CompleteSignIn { ticket, code }).await.map_err(refused)?;
    Ok(CompleteSignInResponse { session: Some(session(&bearer)) })
}

fn refused(error: CompleteSignInError) -> Status {
    match error {
        CompleteSignInError::CodeInvalid => {
            Refusal::new(Code::Unauthenticated, "TOTP_INVALID", "wrong code, or taken before").into()
        }
        CompleteSignInError::TicketExpired => {
            Refusal::new(Code::Unauthenticated, "TOTP_TICKET_EXPIRED", "begin the sign-in anew").into()
        }
        CompleteSignInError::TooManyAttempts(error) => too_many_attempts(error.retry_after),
        CompleteSignInError::Unexpected(error) => internal(&error),
    }
}
