use chassis::{reason::internal, wire::timestamp};
use proto::identity::v1::{IssueChallengeRequest, IssueChallengeResponse};
use tonic::{Request, Status};

use super::parse;
use crate::app::App;

pub(super) async fn issue_challenge(
    app: &App,
    request: Request<IssueChallengeRequest>,
) -> Result<IssueChallengeResponse, Status> {
    let request = request.into_inner();
    let purpose = parse::purpose(request.purpose)?;
    if parse::is_image(request.kind)? {
        let issued = app.issue_image_challenge(purpose).await.map_err(|error| internal(&error))?;
        return Ok(IssueChallengeResponse {
            image_png: issued.png,
            image_challenge: issued.challenge,
            expires_at: Some(timestamp(issued.expires_at)),
            ..IssueChallengeResponse::default()
        });
    }
    let (challenge_json, expires_at) = app.issue_challenge(purpose).map_err(|error| internal(&error))?;
    let expires_at = Some(timestamp(expires_at));
    Ok(IssueChallengeResponse { challenge_json, expires_at, ..IssueChallengeResponse::default() })
}
