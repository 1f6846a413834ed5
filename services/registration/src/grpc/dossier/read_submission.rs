//! `ReadSubmission`.

use chassis::{
    grpc::person,
    reason::{Fields, internal},
};
use kernel::DossierId;
use proto::registration::v1::{AnswerKind, ReadSubmissionRequest, ReadSubmissionResponse, SubmittedField};
use tonic::{Request, Response, Status};

use super::show_dossier::{not_found, texts};
use crate::app::{
    App,
    dossier::read_submission::{FrozenShown, ReadSubmissionError},
};

pub(crate) async fn read_submission(
    app: &App,
    request: Request<ReadSubmissionRequest>,
) -> Result<Response<ReadSubmissionResponse>, Status> {
    let officer = person(&request)?;
    let request = request.into_inner();
    let mut fields = Fields::default();
    let Some(dossier) = fields.read("dossier_id", DossierId::parse(&request.dossier_id)) else {
        return Err(fields.refusal());
    };
    let shown = app.read_submission(&officer, dossier, request.submission).await.map_err(refused)?;
    Ok(Response::new(ReadSubmissionResponse { fields: shown.into_iter().map(submitted).collect() }))
}

fn submitted(shown: FrozenShown) -> SubmittedField {
    let (database_value, database_label) = texts(shown.database);
    let (correction, correction_label) = texts(shown.correction);
    let answer = if shown.is_check { AnswerKind::Check } else { AnswerKind::Correction };
    SubmittedField {
        key: shown.field.key,
        section: shown.field.section,
        label_id: shown.field.label_id,
        label_en: shown.field.label_en,
        answer: answer.into(),
        database_value,
        database_label,
        correction,
        correction_label,
        marks: shown.marks,
    }
}

fn refused(error: ReadSubmissionError) -> Status {
    match error {
        ReadSubmissionError::NotFound => not_found(),
        ReadSubmissionError::Internal(error) => internal(&error),
    }
}
