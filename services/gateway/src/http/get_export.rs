//! `GET /v1/exports/{export}`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::reporting::v1::GetExportRequest;

use super::{export_body::ExportBody, rendering::given};
use crate::{app::App, path_id::PathId, problem::Problem, session::SignedIn, upstream::ask};

/// How far an export is
#[utoipa::path(get, path = "/v1/exports/{export}", operation_id = "getExport", tag = "reports",
    security(("session" = [])), params(("export" = uuid::Uuid, Path, description = "`export_id`, one's own")),
    responses((status = 200, body = ExportBody, description = "Where it stands"), Problem))]
pub(super) async fn get_export(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(export): PathId,
) -> Result<Json<ExportBody>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "reporting").await?;
    let request = GetExportRequest { export_id: export.to_string() };
    let answer = ask(app.reporting.clone().get_export(outgoing_as(request, &passport))).await?;
    ExportBody::of(given(answer.export)?).map(Json)
}
