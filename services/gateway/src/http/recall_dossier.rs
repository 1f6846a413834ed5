//! `DELETE /v1/me/dossier/submission`.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use chassis::grpc::outgoing_as;
use proto::verification::v1::RecallDossierRequest;

use crate::{app::App, problem::Problem, session::SignedIn, upstream::ask};

/// Take my dossier back
///
/// Until a verifier has claimed it. All its fields open again a moment later; taking it back twice is success.
#[utoipa::path(delete, path = "/v1/me/dossier/submission", operation_id = "recallDossier", tag = "dossier",
    security(("session" = [])), responses((status = 204, description = "Taken back"), Problem))]
pub(super) async fn recall_dossier(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
) -> Result<StatusCode, Problem> {
    let passport = app.sessions.passport(&claims.sid, "verification").await?;
    ask(app.verification.clone().recall_dossier(outgoing_as(RecallDossierRequest {}, &passport))).await?;
    Ok(StatusCode::NO_CONTENT)
}
