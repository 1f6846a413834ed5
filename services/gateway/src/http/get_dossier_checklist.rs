//! `GET /v1/me/dossier/checklist`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::registration::v1::{GetDossierChecklistRequest, MissingField};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{app::App, catalogue, problem::Problem, session::SignedIn, upstream::ask};

/// What keeps the dossier from being submitted.
#[derive(Serialize, ToSchema)]
pub(super) struct Checklist {
    /// In the catalogue's order; empty when it can be submitted.
    missing: Vec<MissingBody>,
    /// Fields that can be answered now.
    open_fields: u32,
    /// Of these, answered.
    answered_fields: u32,
}

/// A field that is missing.
#[derive(Serialize, ToSchema)]
#[schema(as = MissingField)]
pub(super) struct MissingBody {
    /// Key in the catalogue.
    key: String,
    /// Its section (tab).
    section: String,
    /// Label, Indonesian.
    label_id: String,
    /// Label, English.
    label_en: String,
    /// `ANSWER_MISSING` or `VALUE_OUTDATED`.
    rule: String,
    /// The rule in one Indonesian sentence.
    detail: String,
}

/// What is missing before I can submit
#[utoipa::path(get, path = "/v1/me/dossier/checklist", operation_id = "getDossierChecklist", tag = "dossier",
    security(("session" = [])), responses((status = 200, body = Checklist, description = "Field by field"), Problem))]
pub(super) async fn get_dossier_checklist(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
) -> Result<Json<Checklist>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "registration").await?;
    let request = outgoing_as(GetDossierChecklistRequest {}, &passport);
    let answer = ask(app.dossiers.clone().get_dossier_checklist(request)).await?;
    let missing = answer.missing.into_iter().map(MissingBody::of).collect();
    let (open_fields, answered_fields) = (answer.open_fields, answer.answered_fields);
    Ok(Json(Checklist { missing, open_fields, answered_fields }))
}

impl MissingBody {
    fn of(field: MissingField) -> Self {
        let MissingField { key, section, label_id, label_en, rule } = field;
        let detail = catalogue::rule(&rule).unwrap_or("Belum lengkap").to_owned();
        Self { key, section, label_id, label_en, rule, detail }
    }
}
