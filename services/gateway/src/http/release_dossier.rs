//! `DELETE /v1/worklist/{dossier}/claim`.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use chassis::grpc::outgoing_as;
use proto::verification::v1::ReleaseDossierRequest;

use crate::{app::App, path_id::PathId, problem::Problem, session::SignedIn, upstream::ask};

/// Give a dossier back
///
/// Giving back what one does not hold is success. Decisions made so far stay.
#[utoipa::path(delete, path = "/v1/worklist/{dossier}/claim", operation_id = "releaseDossier", tag = "verifier",
    security(("session" = [])), params(("dossier" = uuid::Uuid, Path, description = "`dossier_id` of the list")),
    responses((status = 204, description = "Given back"), Problem))]
pub(super) async fn release_dossier(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(dossier): PathId,
) -> Result<StatusCode, Problem> {
    let passport = app.sessions.passport(&claims.sid, "verification").await?;
    let request = ReleaseDossierRequest { dossier_id: dossier.to_string() };
    ask(app.verification.clone().release_dossier(outgoing_as(request, &passport))).await?;
    Ok(StatusCode::NO_CONTENT)
}
