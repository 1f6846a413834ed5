//! `POST /v1/worklist/{dossier}/completion`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::verification::v1::CompleteStageRequest;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    rendering::given,
    words::{ReviewState, Stage},
};
use crate::{
    app::App, body::Checked, idempotency::IdempotencyKey, path_id::PathId, problem::Problem, session::SignedIn,
    upstream::ask,
};

/// This stage is done.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Completion {
    /// The submission that was looked at.
    submission: u32,
    /// "Check all": every due field without a decision is OK. Without it every due field needs a decision.
    #[serde(default)]
    rest_ok: bool,
}

/// What comes next.
#[derive(Serialize, ToSchema)]
pub(super) struct CompletedStage {
    /// Where the review stands now.
    #[schema(inline)]
    state: ReviewState,
    /// The stage that decides next; null when none does.
    #[schema(inline)]
    next_stage: Option<Stage>,
}

/// Complete a stage
///
/// On to the next stage, back to the employee, or to the master data. `DECISIONS_MISSING` names every undecided field in
/// `errors`. Repeating with the same `Idempotency-Key` gives the same answer.
#[utoipa::path(post, path = "/v1/worklist/{dossier}/completion", operation_id = "completeStage", tag = "verifier",
    security(("session" = [])),
    params(("dossier" = uuid::Uuid, Path, description = "`dossier_id` of the list"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "A new UUID per intended completion")),
    request_body = Completion,
    responses((status = 200, body = CompletedStage, description = "The stage is done"), Problem))]
pub(super) async fn complete_stage(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(dossier): PathId,
    IdempotencyKey(key): IdempotencyKey,
    Checked(completion): Checked<Completion>,
) -> Result<Json<CompletedStage>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "verification").await?;
    let request = CompleteStageRequest {
        request_id: key.to_string(),
        dossier_id: dossier.to_string(),
        submission: completion.submission,
        rest_ok: completion.rest_ok,
    };
    let answer = ask(app.verification.clone().complete_stage(outgoing_as(request, &passport))).await?;
    let (state, next_stage) = (given(ReviewState::of(answer.state()))?, Stage::of(answer.next_stage()));
    Ok(Json(CompletedStage { state, next_stage }))
}
