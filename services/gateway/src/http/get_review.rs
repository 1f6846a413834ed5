//! `GET /v1/worklist/{dossier}`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::verification::v1::{GetReviewRequest, Review, ReviewField};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{Said, given, instant},
    search_worklist::EntryBody,
    stage_verdict::StageVerdictBody,
    words::{Answer, ReviewState},
};
use crate::{app::App, path_id::PathId, problem::Problem, session::SignedIn, upstream::ask};

/// A submitted dossier as an officer decides it.
#[derive(Serialize, ToSchema)]
#[schema(as = Review)]
pub(super) struct ReviewBody {
    /// What the list shows.
    entry: EntryBody,
    /// Where it stands.
    #[schema(inline)]
    state: ReviewState,
    /// When my claim ends; null without one.
    #[serde(with = "time::serde::rfc3339::option")]
    claim_expires_at: Option<OffsetDateTime>,
    /// Fields to decide first, riskiest on top; then the rest in the catalogue's order.
    fields: Vec<ReviewFieldBody>,
}

/// One field of it, as it was submitted.
#[derive(Serialize, ToSchema)]
#[schema(as = ReviewField)]
pub(super) struct ReviewFieldBody {
    /// Key in the catalogue.
    key: String,
    /// Its section (tab).
    section: String,
    /// Label, Indonesian.
    label_id: String,
    /// Label, English.
    label_en: String,
    /// What the employee answered; null when nothing.
    #[schema(inline)]
    answer: Option<Answer>,
    /// What the master data said at that time.
    database_value: String,
    /// What the code means, of a reference.
    database_label: String,
    /// Of a correction only.
    correction: Option<String>,
    /// What the code means, of a reference.
    correction_label: String,
    /// Doubts that the system has.
    marks: Vec<Said>,
    /// Whether this stage has to decide it.
    due: bool,
    /// Whether this stage may reject it.
    may_reject: bool,
    /// What stages have said of it so far, in order.
    verdicts: Vec<StageVerdictBody>,
}

/// A submitted dossier
///
/// With its values: whoever looks is noted in the person's access log.
#[utoipa::path(get, path = "/v1/worklist/{dossier}", operation_id = "getReview", tag = "verifier",
    security(("session" = [])), params(("dossier" = uuid::Uuid, Path, description = "`dossier_id` of the list")),
    responses((status = 200, body = ReviewBody, description = "With its values"), Problem))]
pub(super) async fn get_review(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(dossier): PathId,
) -> Result<Json<ReviewBody>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "verification").await?;
    let request = GetReviewRequest { dossier_id: dossier.to_string() };
    let answer = ask(app.verification.clone().get_review(outgoing_as(request, &passport))).await?;
    ReviewBody::of(given(answer.review)?).map(Json)
}

impl ReviewBody {
    fn of(review: Review) -> Result<Self, Problem> {
        Ok(Self {
            state: given(ReviewState::of(review.state()))?,
            entry: EntryBody::of(given(review.entry)?)?,
            claim_expires_at: instant(review.claim_expires_at),
            fields: review.fields.into_iter().map(ReviewFieldBody::of).collect::<Result<_, _>>()?,
        })
    }
}

impl ReviewFieldBody {
    fn of(field: ReviewField) -> Result<Self, Problem> {
        let submitted = given(field.submitted)?;
        let answer = Answer::of(submitted.answer());
        Ok(Self {
            correction: (answer == Some(Answer::Correction)).then_some(submitted.correction),
            answer,
            key: submitted.key,
            section: submitted.section,
            label_id: submitted.label_id,
            label_en: submitted.label_en,
            database_value: submitted.database_value,
            database_label: submitted.database_label,
            correction_label: submitted.correction_label,
            marks: submitted.marks.into_iter().filter_map(|mark| Said::of(mark, "Mohon diperiksa")).collect(),
            due: field.due,
            may_reject: field.may_reject,
            verdicts: field.verdicts.into_iter().map(StageVerdictBody::of).collect::<Result<_, _>>()?,
        })
    }
}
