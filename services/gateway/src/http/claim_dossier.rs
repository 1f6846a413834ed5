//! `PUT /v1/worklist/{dossier}/claim`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::verification::v1::ClaimDossierRequest;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::{app::App, path_id::PathId, problem::Problem, session::SignedIn, upstream::ask};

/// It is mine for a while.
#[derive(Serialize, ToSchema)]
pub(super) struct Claim {
    /// Until then nobody else decides it.
    #[serde(with = "time::serde::rfc3339")]
    claim_expires_at: OffsetDateTime,
}

/// Claim a dossier
///
/// For 30 minutes, or renews the claim; also every decision does.
#[utoipa::path(put, path = "/v1/worklist/{dossier}/claim", operation_id = "claimDossier", tag = "verifier",
    security(("session" = [])), params(("dossier" = uuid::Uuid, Path, description = "`dossier_id` of the list")),
    responses((status = 200, body = Claim, description = "Claimed"), Problem))]
pub(super) async fn claim_dossier(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(dossier): PathId,
) -> Result<Json<Claim>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "verification").await?;
    let request = ClaimDossierRequest { dossier_id: dossier.to_string() };
    let answer = ask(app.verification.clone().claim_dossier(outgoing_as(request, &passport))).await?;
    Ok(Json(Claim { claim_expires_at: given(instant(answer.claim_expires_at))? }))
}
