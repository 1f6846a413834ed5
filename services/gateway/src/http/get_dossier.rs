//! `GET /v1/me/dossier`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::registration::v1::{Dossier, DossierField, GetDossierRequest};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{given, instant, some},
    words::{Answer, DossierState, FieldOutcome, FieldType, Stage},
};
use crate::{app::App, problem::Problem, session::SignedIn, upstream::ask};

/// One employee's re-registration file.
#[derive(Serialize, ToSchema)]
#[schema(as = Dossier)]
pub(super) struct DossierBody {
    /// Id.
    dossier_id: String,
    /// Whose registration it belongs to.
    registration_number: String,
    /// 18 digits.
    nip: String,
    /// Where it stands.
    #[schema(inline)]
    state: DossierState,
    /// How often it has been submitted.
    submission: u32,
    /// When it was last submitted.
    #[serde(with = "time::serde::rfc3339::option")]
    submitted_at: Option<OffsetDateTime>,
    /// Version of the catalogue that it was opened with.
    catalogue_version: u32,
    /// What submitting declares.
    declaration: DeclarationBody,
    /// In the catalogue's order.
    fields: Vec<FieldBody>,
}

/// The declaration of truth.
#[derive(Serialize, ToSchema)]
#[schema(as = Declaration)]
pub(super) struct DeclarationBody {
    /// For the submission.
    version: u32,
    /// Indonesian.
    text: String,
}

/// One field.
#[derive(Serialize, ToSchema)]
#[schema(as = DossierField)]
pub(super) struct FieldBody {
    /// Key in the catalogue, e.g. `tempat_lahir`.
    key: String,
    /// `data_utama`, `data_posisi`, `data_riwayat` or `data_lainnya`.
    section: String,
    /// Label, Indonesian.
    label_id: String,
    /// Label, English.
    label_en: String,
    /// How its value is typed.
    #[serde(rename = "type")]
    #[schema(inline)]
    kind: FieldType,
    /// Longest value in code points or digits.
    max_length: u32,
    /// For `GET /v1/reference/{table}`; of a reference only.
    reference_table: Option<String>,
    /// Must be answered before submitting.
    required: bool,
    /// Follows from the histories: shown, never answered.
    read_only: bool,
    /// Stages that decide it.
    stages: Vec<Stage>,
    /// DATABASE BKN; empty when the master data say nothing.
    database_value: String,
    /// What the code means, of a reference.
    database_label: String,
    /// What was answered; null before.
    #[schema(inline)]
    answer: Option<Answer>,
    /// PERBAIKAN; of a correction only.
    correction: Option<String>,
    /// What the code means, of a reference.
    correction_label: String,
    /// Sent back with the next save.
    revision: u64,
    /// Whether it can be answered now.
    open: bool,
    /// Why it came back, if it did.
    #[schema(inline)]
    returned: Option<ReturnedBody>,
    /// Final status.
    #[schema(inline)]
    outcome: Option<FieldOutcome>,
}

/// Why a field came back.
#[derive(Serialize, ToSchema)]
pub(super) struct ReturnedBody {
    /// Who sent it back; null when the master data had changed.
    #[schema(inline)]
    stage: Option<Stage>,
    /// Stable, UPPER_SNAKE.
    reason_code: String,
}

/// My dossier
///
/// Every field with what the database says and what was answered. The first time it is opened in a campaign it gets the
/// newest catalogue.
#[utoipa::path(get, path = "/v1/me/dossier", operation_id = "getDossier", tag = "dossier", security(("session" = [])),
    responses((status = 200, body = DossierBody, description = "As it stands"), Problem))]
pub(super) async fn get_dossier(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
) -> Result<Json<DossierBody>, Problem> {
    let passport = app.sessions.passport(&claims.sid, "registration").await?;
    let answer = ask(app.dossiers.clone().get_dossier(outgoing_as(GetDossierRequest {}, &passport))).await?;
    DossierBody::of(given(answer.dossier)?).map(Json)
}

impl DossierBody {
    fn of(dossier: Dossier) -> Result<Self, Problem> {
        let state = given(DossierState::of(dossier.state()))?;
        let declaration = given(dossier.declaration)?;
        Ok(Self {
            state,
            submission: dossier.submission,
            submitted_at: instant(dossier.submitted_at),
            catalogue_version: dossier.catalogue_version,
            declaration: DeclarationBody { version: declaration.version, text: declaration.text },
            fields: dossier.fields.into_iter().map(FieldBody::of).collect::<Result<_, _>>()?,
            dossier_id: dossier.dossier_id,
            registration_number: dossier.registration_number,
            nip: dossier.nip,
        })
    }
}

impl FieldBody {
    fn of(field: DossierField) -> Result<Self, Problem> {
        let answer = Answer::of(field.answer());
        let stage = Stage::of(field.return_stage());
        Ok(Self {
            kind: given(FieldType::of(field.r#type()))?,
            stages: field.stages().filter_map(Stage::of).collect(),
            answer,
            outcome: FieldOutcome::of(field.outcome()),
            correction: (answer == Some(Answer::Correction)).then_some(field.correction),
            returned: some(field.return_reason_code).map(|reason_code| ReturnedBody { stage, reason_code }),
            key: field.key,
            section: field.section,
            label_id: field.label_id,
            label_en: field.label_en,
            max_length: field.max_length,
            reference_table: some(field.reference_table),
            required: field.required,
            read_only: field.read_only,
            database_value: field.database_value,
            database_label: field.database_label,
            correction_label: field.correction_label,
            revision: field.revision,
            open: field.open,
        })
    }
}
