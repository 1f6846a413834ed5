use chassis::{reason::internal, wire::timestamp};
use proto::identity::v1::{IssueChallengeRequest, IssueChallengeResponse};
use tonic::{Request, Status};

use super::parse;
use crate::app::App;

pub(super) async fn issue_challenge(
    app: &App,
    request: Request<IssueChallengeRequest>,
) -> Result<IssueChallengeResponse, Status> {
    let purpose = parse::purpose(request.into_inner().purpose)?;
    let (challenge_json, expires_at) = app.issue_challenge(purpose).map_err(|error| internal(&error))?;
    Ok(IssueChallengeResponse { challenge_json, expires_at: Some(timestamp(expires_at)) })
}
