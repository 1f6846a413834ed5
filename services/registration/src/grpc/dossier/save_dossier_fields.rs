//! `SaveDossierFields`.

use chassis::{grpc::person, reason::Fields};
use proto::registration::v1::{
    FieldAnswer as SentAnswer, FieldResult, SaveDossierFieldsRequest, SaveDossierFieldsResponse, field_answer,
};
use tonic::{Request, Response, Status};

use super::show_dossier::{answer_kind, refused};
use crate::{
    app::{
        App,
        dossier::save_dossier_fields::{FieldAnswer, SavedField},
    },
    domain::dossier::{draft::Answer, saving::Typed},
};

const MOST_FIELDS: usize = 100;

pub(crate) async fn save_dossier_fields(
    app: &App,
    request: Request<SaveDossierFieldsRequest>,
) -> Result<Response<SaveDossierFieldsResponse>, Status> {
    let person = person(&request)?;
    let answers = request.into_inner().fields;
    let mut fields = Fields::default();
    fields.require((1..=MOST_FIELDS).contains(&answers.len()), "fields", "FIELDS_COUNT", "1 to 100 fields");
    fields.check()?;
    let saved = app.save_dossier_fields(&person, answers.into_iter().map(read).collect()).await.map_err(refused)?;
    Ok(Response::new(SaveDossierFieldsResponse { fields: saved.into_iter().map(result).collect() }))
}

fn read(sent: SentAnswer) -> FieldAnswer {
    let typed = match sent.answer {
        Some(field_answer::Answer::Check(true)) => Typed::Check,
        Some(field_answer::Answer::Correction(text)) => Typed::Correction(text),
        Some(field_answer::Answer::Check(false)) | None => Typed::Nothing,
    };
    FieldAnswer { key: sent.key, revision: sent.revision, typed }
}

fn result(saved: SavedField) -> FieldResult {
    let (error_code, error_text) = match &saved.refusal {
        Some(refusal) => (refusal.code().to_owned(), refusal.text().to_owned()),
        None => Default::default(),
    };
    let correction = match &saved.answer {
        Some(Answer::Correction(value)) => value.expose().to_owned(),
        Some(Answer::Check) | None => String::new(),
    };
    FieldResult {
        key: saved.key,
        revision: saved.revision,
        error_code,
        error_text,
        answer: answer_kind(saved.answer.as_ref()).into(),
        correction,
    }
}
