//! `PUT /v1/worklist/{dossier}/decisions`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::verification::v1::{self as verification, DecideFieldsRequest, DecisionResult};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{Said, given, instant},
    words::Verdict,
};
use crate::{app::App, body::Checked, path_id::PathId, problem::Problem, session::SignedIn, text::Text, upstream::ask};

/// Decisions in one request.
const MOST: usize = 100;
/// 100 decisions with long notes, in bytes.
const LIMIT: usize = 256 * 1024;

/// What an officer says of some fields.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldDecisions {
    /// The submission that was looked at.
    submission: u32,
    /// 1 to 100.
    #[schema(min_items = 1, max_items = 100)]
    decisions: Vec<FieldDecision>,
}

/// What an officer says of one field.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldDecision {
    /// Key in the catalogue.
    #[schema(inline)]
    key: Text<64>,
    /// What.
    #[schema(inline)]
    verdict: Verdict,
    /// `DOCUMENT_MISSING`, `VALUE_WRONG`, `VALUE_UNCLEAR` or `OTHER`; left out for `ok`.
    #[serde(default)]
    #[schema(inline)]
    reason_code: Text<64>,
    /// 1 to 250 characters for the employee; left out for `ok`.
    #[serde(default)]
    #[schema(inline)]
    note: Text<1024>,
}

/// One result per decision, in the same order.
#[derive(Serialize, ToSchema)]
pub(super) struct Decided {
    results: Vec<DecidedField>,
    /// The claim was renewed until then.
    #[serde(with = "time::serde::rfc3339")]
    claim_expires_at: OffsetDateTime,
}

/// What became of one decision.
#[derive(Serialize, ToSchema)]
pub(super) struct DecidedField {
    /// Key as sent.
    key: String,
    /// Why it was not kept; null when it was.
    #[schema(inline)]
    error: Option<Said>,
}

/// Decide fields
///
/// Each is kept or refused by itself; the latest counts until the stage is completed. Needs the claim, and renews it.
#[utoipa::path(put, path = "/v1/worklist/{dossier}/decisions", operation_id = "decideFields", tag = "verifier",
    security(("session" = [])), params(("dossier" = uuid::Uuid, Path, description = "`dossier_id` of the list")),
    request_body = FieldDecisions,
    responses((status = 200, body = Decided, description = "A result per decision"), Problem))]
pub(super) async fn decide_fields(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(dossier): PathId,
    Checked(said): Checked<FieldDecisions, LIMIT>,
) -> Result<Json<Decided>, Problem> {
    match said.decisions.len() {
        0 => return Err(Problem::field("decisions", "FIELD_EMPTY", "at least one decision")),
        1..=MOST => {}
        _ => return Err(Problem::field("decisions", "FIELD_TOO_MANY", "at most 100 decisions")),
    }
    let passport = app.sessions.passport(&claims.sid, "verification").await?;
    let decisions = said.decisions.into_iter().map(FieldDecision::wire).collect();
    let request = DecideFieldsRequest { dossier_id: dossier.to_string(), submission: said.submission, decisions };
    let answer = ask(app.verification.clone().decide_fields(outgoing_as(request, &passport))).await?;
    let claim_expires_at = given(instant(answer.claim_expires_at))?;
    Ok(Json(Decided { results: answer.results.into_iter().map(DecidedField::of).collect(), claim_expires_at }))
}

impl FieldDecision {
    fn wire(self) -> verification::FieldDecision {
        verification::FieldDecision {
            key: self.key.into_exposed(),
            verdict: verification::Verdict::from(self.verdict).into(),
            reason_code: self.reason_code.into_exposed(),
            note: self.note.into_exposed(),
        }
    }
}

impl DecidedField {
    fn of(result: DecisionResult) -> Self {
        Self { key: result.key, error: Said::of(result.error_code, "not kept") }
    }
}
