//! `POST /v1/me/dossier/submission`.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use chassis::grpc::outgoing_as;
use proto::registration::v1::SubmitDossierRequest;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::{app::App, body::Checked, idempotency::IdempotencyKey, problem::Problem, session::SignedIn, upstream::ask};

/// "Saya Setuju".
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewSubmission {
    /// The declaration that was read: `declaration.version` of the dossier.
    declaration_version: u32,
    /// `true`; anything else is refused.
    agreed: bool,
}

/// It is submitted and locked.
#[derive(Serialize, ToSchema)]
pub(super) struct Submission {
    /// The dossier.
    dossier_id: String,
    /// Number of the submission, from 1.
    submission: u32,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    submitted_at: OffsetDateTime,
}

/// Submit my dossier
///
/// Freezes the answers under the declaration of truth and hands them to verification. Repeating with the same
/// `Idempotency-Key` gives the same submission. `DOSSIER_INCOMPLETE` names every missing field in `errors`.
#[utoipa::path(post, path = "/v1/me/dossier/submission", operation_id = "submitDossier", tag = "dossier",
    security(("session" = [])),
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "A new UUID per intended submission")),
    request_body = NewSubmission, responses((status = 201, body = Submission, description = "Submitted"), Problem))]
pub(super) async fn submit_dossier(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    IdempotencyKey(key): IdempotencyKey,
    Checked(new): Checked<NewSubmission>,
) -> Result<(StatusCode, Json<Submission>), Problem> {
    let passport = app.sessions.passport(&claims.sid, "registration").await?;
    let (declaration_version, agreed) = (new.declaration_version, new.agreed);
    let request = SubmitDossierRequest { request_id: key.to_string(), declaration_version, agreed };
    let answer = ask(app.dossiers.clone().submit_dossier(outgoing_as(request, &passport))).await?;
    let submitted_at = given(instant(answer.submitted_at))?;
    let (dossier_id, submission) = (answer.dossier_id, answer.submission);
    Ok((StatusCode::CREATED, Json(Submission { dossier_id, submission, submitted_at })))
}
