//! `GET /v1/me/dossier/review`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::verification::v1::{FieldProgress, GetReviewProgressRequest};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    rendering::given,
    stage_verdict::StageVerdictBody,
    words::{ReviewState, Stage},
};
use crate::{app::App, problem::Problem, session::SignedIn, upstream::ask};

/// How the dossier fares: SKPD | BKD | KANREG/BKN | STATUS of each field.
#[derive(Serialize, ToSchema)]
pub(super) struct ReviewProgress {
    /// Where the review stands.
    #[schema(inline)]
    state: ReviewState,
    /// The stage that decides now.
    #[schema(inline)]
    stage: Option<Stage>,
    /// Number of the submission.
    submission: u32,
    /// Whether somebody is working on it: then it cannot be taken back.
    claimed: bool,
    /// Fields with at least one verdict.
    fields: Vec<FieldProgressBody>,
}

/// How one field fares.
#[derive(Serialize, ToSchema)]
#[schema(as = FieldProgress)]
pub(super) struct FieldProgressBody {
    /// Key in the catalogue.
    key: String,
    /// Latest verdict of each stage that has decided it, in order.
    verdicts: Vec<StageVerdictBody>,
}

/// How my dossier fares
#[utoipa::path(get, path = "/v1/me/dossier/review", operation_id = "getReviewProgress", tag = "dossier",
    security(("session" = [])), responses((status = 200, body = ReviewProgress, description = "By field"), Problem))]
pub(super) async fn get_review_progress(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
) -> Result<Json<ReviewProgress>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "verification").await?;
    let request = outgoing_as(GetReviewProgressRequest {}, &passport);
    let answer = ask(app.verification.clone().get_review_progress(request)).await?;
    Ok(Json(ReviewProgress {
        state: given(ReviewState::of(answer.state()))?,
        stage: Stage::of(answer.stage()),
        submission: answer.submission,
        claimed: answer.claimed,
        fields: answer.fields.into_iter().map(FieldProgressBody::of).collect::<Result<_, _>>()?,
    }))
}

impl FieldProgressBody {
    fn of(field: FieldProgress) -> Result<Self, Problem> {
        let verdicts = field.verdicts.into_iter().map(StageVerdictBody::of).collect::<Result<_, _>>()?;
        Ok(Self { key: field.key, verdicts })
    }
}
