//! Dossiers as messages show them.

use chassis::{
    reason::{Refusal, internal},
    wire::{stage, timestamp},
};
use proto::registration::v1 as pb;
use tonic::{Code, Status};

use crate::{
    app::dossier::get_dossier::{DossierError, Shown, ShownDossier, ShownField},
    domain::{
        dossier::{
            State,
            draft::{Answer, Outcome},
        },
        reference::field::FieldType,
    },
};

pub(super) fn dossier(shown: ShownDossier) -> pb::Dossier {
    let dossier = shown.dossier;
    pb::Dossier {
        dossier_id: dossier.dossier_id.to_string(),
        registration_number: dossier.registration_number.to_string(),
        nip: dossier.nip.expose().to_owned(),
        state: state(dossier.life.state).into(),
        submission: dossier.life.submission.unsigned_abs(),
        catalogue_version: dossier.catalogue_version.unsigned_abs(),
        declaration: Some(pb::Declaration {
            version: shown.declaration.version.unsigned_abs(),
            text: shown.declaration.text,
        }),
        fields: shown.fields.into_iter().map(field).collect(),
        submitted_at: dossier.submitted_at.map(timestamp),
    }
}

fn field(shown: ShownField) -> pb::DossierField {
    let ShownField { field, database, draft, correction, open } = shown;
    let (database_value, database_label) = texts(database);
    let (correction, correction_label) = texts(correction);
    // A reason is shown while something can be done about it.
    let (return_stage, return_reason_code) = match draft.returned.filter(|_| open) {
        Some((by, reason_code)) => (stage(by), reason_code),
        None => (pb::Stage::Unspecified, String::new()),
    };
    pb::DossierField {
        key: field.key,
        section: field.section,
        label_id: field.label_id,
        label_en: field.label_en,
        r#type: field_type(field.kind).into(),
        max_length: u32::try_from(field.max_length).unwrap_or(u32::MAX),
        reference_table: field.reference_table.unwrap_or_default(),
        required: field.required,
        read_only: field.read_only,
        stages: field.stages.into_iter().map(|by| stage(by).into()).collect(),
        database_value,
        database_label,
        answer: answer_kind(draft.answer.as_ref()).into(),
        correction,
        correction_label,
        revision: draft.revision,
        open,
        return_reason_code,
        return_stage: return_stage.into(),
        outcome: outcome(draft.outcome).into(),
    }
}

/// Value and label; both empty for nothing.
pub(super) fn texts(shown: Option<Shown>) -> (String, String) {
    shown.map(|shown| (shown.value.expose().to_owned(), shown.label)).unwrap_or_default()
}

pub(super) fn answer_kind(answer: Option<&Answer>) -> pb::AnswerKind {
    match answer {
        None => pb::AnswerKind::Unspecified,
        Some(Answer::Check) => pb::AnswerKind::Check,
        Some(Answer::Correction(_)) => pb::AnswerKind::Correction,
    }
}

/// There is none, or something unexpected.
pub(super) fn refused(error: DossierError) -> Status {
    match error {
        DossierError::NotFound => not_found(),
        DossierError::Internal(error) => internal(&error),
    }
}

/// Missing, somebody else's and out of scope: alike.
pub(super) fn not_found() -> Status {
    Refusal::new(Code::NotFound, "DOSSIER_NOT_FOUND", "no such dossier").into()
}

fn state(state: State) -> pb::DossierState {
    match state {
        State::Open => pb::DossierState::Open,
        State::Submitted => pb::DossierState::Submitted,
        State::Returned => pb::DossierState::Returned,
        State::Final => pb::DossierState::Final,
    }
}

fn field_type(kind: FieldType) -> pb::FieldType {
    match kind {
        FieldType::Text => pb::FieldType::Text,
        FieldType::Date => pb::FieldType::Date,
        FieldType::Year => pb::FieldType::Year,
        FieldType::Digits => pb::FieldType::Digits,
        FieldType::Reference => pb::FieldType::Reference,
        FieldType::Email => pb::FieldType::Email,
        FieldType::Nik => pb::FieldType::Nik,
        FieldType::OldNip => pb::FieldType::OldNip,
    }
}

fn outcome(outcome: Option<Outcome>) -> pb::FieldOutcome {
    match outcome {
        None => pb::FieldOutcome::Unspecified,
        Some(Outcome::Unchanged) => pb::FieldOutcome::Unchanged,
        Some(Outcome::Applied) => pb::FieldOutcome::Applied,
        Some(Outcome::Rejected) => pb::FieldOutcome::Rejected,
        Some(Outcome::Conflict) => pb::FieldOutcome::Conflict,
    }
}
