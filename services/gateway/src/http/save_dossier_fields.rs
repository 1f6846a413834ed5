//! `PATCH /v1/me/dossier`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing_as;
use proto::registration::v1::{FieldAnswer, FieldResult, SaveDossierFieldsRequest, field_answer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{rendering::Said, words::Answer};
use crate::{app::App, body::Checked, problem::Problem, session::SignedIn, text::Text, upstream::ask};

/// Fields in one request.
const MOST: usize = 100;
/// 100 long values with spaces between them, in bytes.
const LIMIT: usize = 256 * 1024;
const STALE: &str = "STALE_REVISION";

/// New answers to some fields.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldChanges {
    /// 1 to 100.
    #[schema(min_items = 1, max_items = 100)]
    fields: Vec<FieldChange>,
}

/// A new answer to one field: exactly one of `check`, `correction` and `clear`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldChange {
    /// Key in the catalogue.
    #[schema(inline)]
    key: Text<64>,
    /// The revision that was shown.
    revision: u64,
    /// `true`: the database value is right.
    check: Option<bool>,
    /// What it should be.
    #[schema(inline)]
    correction: Option<Text<1024>>,
    /// `true`: no answer any more.
    clear: Option<bool>,
}

/// What became of each, in the same order.
#[derive(Serialize, ToSchema)]
pub(super) struct SavedFields {
    fields: Vec<SavedField>,
}

/// What is kept of one field now, also after a refusal: of a stale edit people see both.
#[derive(Serialize, ToSchema)]
pub(super) struct SavedField {
    /// Key as sent.
    key: String,
    /// The field's revision now.
    revision: u64,
    /// What is kept now.
    #[schema(inline)]
    answer: Option<Answer>,
    /// The correction that is kept now.
    correction: Option<String>,
    /// Why this answer was not saved; null when it was.
    #[schema(inline)]
    error: Option<Said>,
}

/// Save fields
///
/// Each answer is saved or refused by itself; the same answer under the same revision is success, so that a request may
/// be repeated. If any is refused the whole answer is a problem, 409 `STALE_REVISION` when another device was faster and
/// nothing else is wrong, else 422 `FIELDS_INVALID`; its member `fields` says what became of each all the same.
#[utoipa::path(patch, path = "/v1/me/dossier", operation_id = "saveDossierFields", tag = "dossier",
    security(("session" = [])), request_body = FieldChanges,
    responses((status = 200, body = SavedFields, description = "All are saved"), Problem))]
pub(super) async fn save_dossier_fields(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
    Checked(changes): Checked<FieldChanges, LIMIT>,
) -> Result<Json<SavedFields>, Problem> {
    match changes.fields.len() {
        0 => return Err(Problem::field("fields", "FIELD_EMPTY", "at least one field")),
        1..=MOST => {}
        _ => return Err(Problem::field("fields", "FIELD_TOO_MANY", "at most 100 fields")),
    }
    let fields = changes.fields.into_iter().enumerate().map(|(at, change)| change.wire(at));
    let request = SaveDossierFieldsRequest { fields: fields.collect::<Result<_, _>>()? };
    let passport = app.sessions.passport(&claims.sid, "registration").await?;
    let answer = ask(app.dossiers.clone().save_dossier_fields(outgoing_as(request, &passport))).await?;
    SavedFields::of(answer.fields).map(Json)
}

impl FieldChange {
    fn wire(self, at: usize) -> Result<FieldAnswer, Problem> {
        let answer = match (self.check, self.correction, self.clear) {
            (Some(true), None, None) => Some(field_answer::Answer::Check(true)),
            (None, Some(correction), None) => Some(field_answer::Answer::Correction(correction.into_exposed())),
            (None, None, Some(true)) => None,
            _ => {
                let text = "exactly one of check: true, correction and clear: true";
                return Err(Problem::field(format!("fields[{at}]"), "ANSWER_EXACTLY_ONE", text));
            }
        };
        Ok(FieldAnswer { key: self.key.into_exposed(), revision: self.revision, answer })
    }
}

impl SavedFields {
    /// # Errors
    /// `STALE_REVISION` or `FIELDS_INVALID` with all of it, when a field was refused.
    fn of(results: Vec<FieldResult>) -> Result<Self, Problem> {
        let saved = Self { fields: results.into_iter().map(SavedField::of).collect() };
        let refused = || saved.fields.iter().enumerate().filter_map(|(at, field)| Some((at, field.error.as_ref()?)));
        let Some(_) = refused().next() else { return Ok(saved) };
        let stale = refused().all(|(_, error)| error.code == STALE);
        let problem = Problem::new(if stale { "STALE_REVISION" } else { "FIELDS_INVALID" }).with_fields(&saved.fields);
        Err(refused().fold(problem, |problem, (at, error)| {
            problem.and_field(format!("fields[{at}]"), error.code.clone(), &error.detail)
        }))
    }
}

impl SavedField {
    fn of(result: FieldResult) -> Self {
        let answer = Answer::of(result.answer());
        Self {
            key: result.key,
            revision: result.revision,
            answer,
            correction: (answer == Some(Answer::Correction)).then_some(result.correction),
            error: Said::of(result.error_code, &result.error_text),
        }
    }
}
