//! `GET /v1/exports/{export}/content`.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use chassis::grpc::outgoing_as;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use proto::reporting::v1::{Export, ExportKind, ExportState, GetExportRequest, ReadExportRequest};

use super::rendering::given;
use crate::{app::App, path_id::PathId, problem::Problem, session::SignedIn, upstream::ask};

/// How long reading the file may take: as long as a connection may last.
const WITHIN: Duration = Duration::from_mins(10);

/// Read an export
///
/// CSV in UTF-8, as it was written, one's own only. `ETag` is its SHA-256: what was interrupted shows by length and hash.
#[utoipa::path(get, path = "/v1/exports/{export}/content", operation_id = "readExport", tag = "reports",
    security(("session" = [])), params(("export" = uuid::Uuid, Path, description = "`export_id`, one's own")),
    responses((status = 200, body = String, content_type = "text/csv", description = "The file",
            headers(("ETag" = String, description = "SHA-256, hexadecimal"))),
        (status = 304, description = "`If-None-Match` names it"), Problem))]
pub(super) async fn read_export(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    PathId(export): PathId,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let passport = app.sessions.passport(&claims.sid, "reporting").await?;
    let export_id = export.to_string();
    let mut reporting = app.reporting.clone();
    let request = GetExportRequest { export_id: export_id.clone() };
    let export = given(ask(reporting.get_export(outgoing_as(request, &passport))).await?.export)?;
    let tag = format!("\"{}\"", export.sha256);
    let ready = export.state() == ExportState::Ready;
    if ready && asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let mut request = outgoing_as(ReadExportRequest { export_id }, &passport);
    request.set_timeout(WITHIN);
    // What is not ready, failed or gone refuses here, in reporting's words: also if that comes in place of the first chunk.
    let mut chunks = ask(reporting.read_export(request)).await?;
    let first = ask(async { chunks.message().await.map(tonic::Response::new) }).await?;
    let chunks = stream::iter(first.map(Ok)).chain(chunks).map_ok(|chunk| Bytes::from(chunk.data));
    let chunks = chunks.inspect_err(|status| {
        tracing::warn!(code = ?status.code(), "an export broke off");
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file_name(&export))),
        // A file that breaks off is seen to have broken off.
        (header::CONTENT_LENGTH, export.bytes.to_string()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::ETAG, tag),
    ];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// Nothing of a person in it.
fn file_name(export: &Export) -> String {
    let kind = match export.kind() {
        ExportKind::Unspecified => "export",
        ExportKind::RegisteredEmployees => "pns-sudah-daftar",
        ExportKind::UnregisteredEmployees => "pns-belum-daftar",
    };
    let id: String = export.export_id.chars().filter(|c| c.is_ascii_hexdigit() || *c == '-').collect();
    format!("{kind}-{id}.csv")
}
