//! `POST /v1/registration-confirmations`.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::registration::v1::{ConfirmRegistrationsRequest, ConfirmationDecision, ConfirmationResult, SeenProof};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::rendering;
use crate::{
    app::App, body::Checked, idempotency::IdempotencyKey, problem::Problem, session::SignedIn, text::Text,
    upstream::ask_within,
};

/// Decisions in one request.
const MOST: usize = 500;
/// 500 decisions with spaces between them, in bytes.
const LIMIT: usize = 256 * 1024;

/// 500 decisions are 500 transactions.
const WITHIN: Duration = Duration::from_secs(30);

/// What the verifier says of some registrations.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Confirmations {
    /// 1 to 500.
    #[schema(min_items = 1, max_items = 500)]
    decisions: Vec<Decision>,
}

/// What the verifier says of one registration.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    /// Which.
    registration_id: Uuid,
    /// `confirm` or `reject`.
    #[schema(inline)]
    decision: Verdict,
    /// What was looked at.
    #[schema(inline)]
    seen: Option<Seen>,
    /// Of a rejection: `NOT_EMPLOYED_HERE`, `NOT_MADE_BY_EMPLOYEE`, `DUPLICATE` or `OTHER`.
    #[serde(default)]
    #[schema(inline)]
    reason_code: Text<64>,
}

#[derive(Deserialize, ToSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    /// Genuine.
    Confirm,
    /// Not genuine: erased, the NIP can register again.
    Reject,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Seen {
    /// The paper half of the card.
    Paper,
    /// The signed QR code.
    Qr,
}

/// One result per decision, in the same order.
#[derive(Serialize, ToSchema)]
pub(super) struct Confirmed {
    results: Vec<Outcome>,
}

/// What became of one decision.
#[derive(Serialize, ToSchema)]
pub(super) struct Outcome {
    /// Which.
    registration_id: String,
    /// State after it; absent with an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline)]
    state: Option<rendering::State>,
    /// `REGISTRATION_NOT_FOUND`, `ALREADY_DECIDED`, `OWN_REGISTRATION`, `REASON_REQUIRED` or `REASON_UNKNOWN`.
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
}

/// Confirm or reject registrations
///
/// Each succeeds or fails by itself. The same `Idempotency-Key` with the same decisions gives the same results.
#[utoipa::path(post, path = "/v1/registration-confirmations", operation_id = "confirmRegistrations", tag = "verifier",
    security(("session" = [])),
    params(("Idempotency-Key" = Uuid, Header, description = "A new UUID per set of decisions")),
    request_body = Confirmations,
    responses((status = 200, body = Confirmed, description = "A result per decision"), Problem))]
pub(super) async fn confirm_registrations(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    IdempotencyKey(key): IdempotencyKey,
    Checked(confirmations): Checked<Confirmations, LIMIT>,
) -> Result<Json<Confirmed>, Problem> {
    match confirmations.decisions.len() {
        0 => return Err(Problem::field("decisions", "FIELD_EMPTY", "at least one decision")),
        1..=MOST => {}
        _ => return Err(Problem::field("decisions", "FIELD_TOO_MANY", "at most 500 decisions")),
    }
    let passport = app.sessions.passport(&claims.sid, "registration").await?;
    let decisions = confirmations.decisions.into_iter().map(Decision::wire).collect();
    let mut request = outgoing_as(ConfirmRegistrationsRequest { request_id: key.to_string(), decisions }, &passport);
    request.set_timeout(WITHIN);
    let answer = ask_within(WITHIN, app.registration.clone().confirm_registrations(request)).await?;
    Ok(Json(Confirmed { results: answer.results.into_iter().map(Outcome::of).collect() }))
}

impl Decision {
    fn wire(self) -> ConfirmationDecision {
        let seen = match self.seen {
            None => SeenProof::Unspecified,
            Some(Seen::Paper) => SeenProof::Paper,
            Some(Seen::Qr) => SeenProof::Qr,
        };
        ConfirmationDecision {
            registration_id: self.registration_id.to_string(),
            genuine: self.decision == Verdict::Confirm,
            seen: seen.into(),
            reason_code: self.reason_code.into_exposed(),
        }
    }
}

impl Outcome {
    fn of(result: ConfirmationResult) -> Self {
        Self {
            state: rendering::State::of(result.state()),
            registration_id: result.registration_id,
            error_code: Some(result.error_code).filter(|code| !code.is_empty()),
        }
    }
}
