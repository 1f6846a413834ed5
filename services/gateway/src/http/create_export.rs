//! `POST /v1/exports`.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header},
};
use chassis::grpc::outgoing_as;
use proto::reporting::v1::{self as reporting, CreateExportRequest};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{export_body::ExportBody, rendering::given, words::ExportKind};
use crate::{
    app::App, body::Checked, idempotency::IdempotencyKey, problem::Problem, session::SignedIn, text::Text,
    upstream::ask,
};

/// Which file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewExport {
    /// What it holds.
    #[schema(inline)]
    kind: ExportKind,
    /// The campaign; the latest when left out.
    #[serde(default)]
    #[schema(inline)]
    campaign_code: Option<Text<64>>,
    /// Only this agency; my whole jurisdiction when left out.
    #[serde(default)]
    #[schema(inline)]
    agency_code: Option<Text<64>>,
}

/// Ask for an export
///
/// It is written while you wait elsewhere: `Location` says where to ask how far it is. Repeating with the same
/// `Idempotency-Key` gives the same export.
#[utoipa::path(post, path = "/v1/exports", operation_id = "createExport", tag = "reports", security(("session" = [])),
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "A new UUID per intended export")),
    request_body = NewExport,
    responses((status = 202, body = ExportBody, description = "It is going to be written",
        headers(("Location" = String, description = "The export"))), Problem))]
pub(super) async fn create_export(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    IdempotencyKey(key): IdempotencyKey,
    Checked(new): Checked<NewExport>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<ExportBody>), Problem> {
    let passport = app.sessions.passport(&claims.sid, "reporting").await?;
    let request = CreateExportRequest {
        request_id: key.to_string(),
        kind: reporting::ExportKind::from(new.kind).into(),
        campaign_code: new.campaign_code.unwrap_or_default().into_exposed(),
        agency_code: new.agency_code.unwrap_or_default().into_exposed(),
    };
    let answer = ask(app.reporting.clone().create_export(outgoing_as(request, &passport))).await?;
    let export = given(answer.export)?;
    let location = [(header::LOCATION, format!("/v1/exports/{}", export.export_id))];
    Ok((StatusCode::ACCEPTED, location, Json(ExportBody::of(export)?)))
}
