//! `POST /v1/challenges`.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use chassis::grpc::outgoing;
use proto::identity::v1::{ChallengeKind, IssueChallengeRequest};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::{app::App, body::Checked, challenge::Purpose, problem::Problem, upstream::ask};

/// What the challenge will be good for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IssueChallenge {
    purpose: Purpose,
}

/// A challenge to be solved.
#[derive(Serialize, ToSchema)]
pub(super) struct Challenge {
    /// For an ALTCHA solver, unchanged. Its payload goes into the field `challenge` of the operation.
    #[schema(value_type = Object)]
    challenge: serde_json::Value,
    /// Until then a solution is taken.
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

/// Ask for a challenge
///
/// A proof of work (ALTCHA) that a browser solves within a second and that makes grinding expensive. It needs no
/// eyesight and no other company.
#[utoipa::path(post, path = "/v1/challenges", operation_id = "issueChallenge", tag = "registration",
    request_body = IssueChallenge, responses((status = 201, body = Challenge, description = "A challenge"), Problem))]
pub(super) async fn issue_challenge(
    State(app): State<Arc<App>>,
    Checked(asked): Checked<IssueChallenge>,
) -> Result<(StatusCode, Json<Challenge>), Problem> {
    let request =
        IssueChallengeRequest { purpose: asked.purpose.wire().into(), kind: ChallengeKind::ProofOfWork.into() };
    let answer = ask(app.identity.clone().issue_challenge(outgoing(request))).await?;
    let challenge = given(serde_json::from_str(&answer.challenge_json).ok())?;
    let expires_at = given(instant(answer.expires_at))?;
    Ok((StatusCode::CREATED, Json(Challenge { challenge, expires_at })))
}
