use chassis::{
    reason::{Refusal, internal},
    wire::timestamp,
};
use proto::identity::v1::{IssueClientTokenRequest, IssueClientTokenResponse};
use tonic::{Code, Request, Status};

use super::render::too_many_attempts;
use crate::app::{
    App,
    issue_client_token::{IssueClientToken, IssueClientTokenError},
};

pub(super) async fn issue_client_token(
    app: &App,
    request: Request<IssueClientTokenRequest>,
) -> Result<IssueClientTokenResponse, Status> {
    let IssueClientTokenRequest { client_id, client_secret, client_key, address_key } = request.into_inner();
    let command = IssueClientToken { client_id, client_secret: client_secret.into(), client_key, address_key };
    let (access_token, expires_at) = app.issue_client_token(command).await.map_err(refused)?;
    Ok(IssueClientTokenResponse { access_token, expires_at: Some(timestamp(expires_at)) })
}

fn refused(error: IssueClientTokenError) -> Status {
    match error {
        IssueClientTokenError::Refused => {
            Refusal::new(Code::Unauthenticated, "CLIENT_REFUSED", "client and secret do not fit").into()
        }
        IssueClientTokenError::TooManyAttempts(error) => too_many_attempts(error.retry_after),
        IssueClientTokenError::Unexpected(error) => internal(&error),
    }
}
