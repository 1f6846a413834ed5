//! A dossier of three fields.

use chassis::reason::Refusal;
use proto::registration::v1 as reg;
use tonic::{Code, Response, Status};

use super::{Answer, THEN, admit, refused};

pub(crate) struct Dossiers;

fn field(key: &str, kind: reg::FieldType) -> reg::DossierField {
    reg::DossierField {
        key: key.to_owned(),
        section: "data_utama".to_owned(),
        label_id: "Label".to_owned(),
        label_en: "Label".to_owned(),
        r#type: kind.into(),
        max_length: 40,
        required: true,
        stages: vec![reg::Stage::Skpd.into(), reg::Stage::Bkd.into(), reg::Stage::KanregBkn.into()],
        database_value: "Badung".to_owned(),
        open: true,
        ..reg::DossierField::default()
    }
}

fn dossier() -> reg::Dossier {
    let corrected = reg::DossierField {
        answer: reg::AnswerKind::Correction.into(),
        correction: "Bandung".to_owned(),
        revision: 3,
        ..field("tempat_lahir", reg::FieldType::Text)
    };
    let returned = reg::DossierField {
        reference_table: "agama".to_owned(),
        return_reason_code: "VALUE_WRONG".to_owned(),
        return_stage: reg::Stage::Bkd.into(),
        ..field("agama", reg::FieldType::Reference)
    };
    let checked = reg::DossierField {
        answer: reg::AnswerKind::Check.into(),
        outcome: reg::FieldOutcome::Unchanged.into(),
        ..field("nip_lama", reg::FieldType::OldNip)
    };
    reg::Dossier {
        dossier_id: "0198c0de-0000-7000-8000-0000000000d1".to_owned(),
        registration_number: "C8Y9GVRP".to_owned(),
        nip: "198612262009122001".to_owned(),
        state: reg::DossierState::Returned.into(),
        submission: 1,
        catalogue_version: 1,
        declaration: Some(reg::Declaration { version: 2, text: "Saya menyatakan".to_owned() }),
        fields: vec![corrected, returned, checked],
        submitted_at: THEN,
    }
}

/// Keeps what it is given, unless the key says otherwise.
fn save(field: reg::FieldAnswer) -> reg::FieldResult {
    let error_code = match field.key.as_str() {
        "stale" => "STALE_REVISION",
        "locked" => "FIELD_NOT_OPEN",
        "new_rule" => "A_RULE_FROM_TOMORROW",
        _ => "",
    };
    let (answer, correction) = match field.answer {
        _ if !error_code.is_empty() => (reg::AnswerKind::Correction, "kept".to_owned()),
        Some(reg::field_answer::Answer::Check(_)) => (reg::AnswerKind::Check, String::new()),
        Some(reg::field_answer::Answer::Correction(text)) => (reg::AnswerKind::Correction, text),
        None => (reg::AnswerKind::Unspecified, String::new()),
    };
    reg::FieldResult {
        key: field.key,
        revision: field.revision + 1,
        error_code: error_code.to_owned(),
        error_text: "in English".to_owned(),
        answer: answer.into(),
        correction,
    }
}

#[tonic::async_trait]
impl reg::dossier_service_server::DossierService for Dossiers {
    async fn get_dossier(&self, request: tonic::Request<reg::GetDossierRequest>) -> Answer<reg::GetDossierResponse> {
        match admit(&request, "registration")?.as_str() {
            "hasty" => refused(Code::NotFound, "DOSSIER_NOT_FOUND"),
            _ => Ok(Response::new(reg::GetDossierResponse { dossier: Some(dossier()) })),
        }
    }

    async fn save_dossier_fields(
        &self,
        request: tonic::Request<reg::SaveDossierFieldsRequest>,
    ) -> Answer<reg::SaveDossierFieldsResponse> {
        admit(&request, "registration")?;
        let fields = request.into_inner().fields.into_iter().map(save).collect();
        Ok(Response::new(reg::SaveDossierFieldsResponse { fields }))
    }

    async fn find_submission(
        &self,
        _: tonic::Request<reg::FindSubmissionRequest>,
    ) -> Answer<reg::FindSubmissionResponse> {
        refused(Code::PermissionDenied, "ROLE_NOT_PERMITTED")
    }

    async fn get_dossier_checklist(
        &self,
        request: tonic::Request<reg::GetDossierChecklistRequest>,
    ) -> Answer<reg::GetDossierChecklistResponse> {
        admit(&request, "registration")?;
        let missing = reg::MissingField {
            key: "agama".to_owned(),
            section: "data_utama".to_owned(),
            label_id: "Agama".to_owned(),
            label_en: "Religion".to_owned(),
            rule: "ANSWER_MISSING".to_owned(),
        };
        let (open_fields, answered_fields) = (3, 2);
        Ok(Response::new(reg::GetDossierChecklistResponse { missing: vec![missing], open_fields, answered_fields }))
    }

    async fn submit_dossier(
        &self,
        request: tonic::Request<reg::SubmitDossierRequest>,
    ) -> Answer<reg::SubmitDossierResponse> {
        if admit(&request, "registration")? == "hasty" {
            let incomplete = Refusal::new(Code::FailedPrecondition, "DOSSIER_INCOMPLETE", "");
            return Err(incomplete.violation("agama", "ANSWER_MISSING", "not answered").into());
        }
        let request = request.into_inner();
        if !request.agreed {
            return refused(Code::FailedPrecondition, "DECLARATION_NOT_AGREED");
        }
        // The key shows that it came through.
        let (dossier_id, submission) = (request.request_id, request.declaration_version);
        Ok(Response::new(reg::SubmitDossierResponse { dossier_id, submission, submitted_at: THEN }))
    }

    async fn read_submission(
        &self,
        _: tonic::Request<reg::ReadSubmissionRequest>,
    ) -> Answer<reg::ReadSubmissionResponse> {
        Err(Status::unimplemented("verification asks this, not the gateway"))
    }

    async fn search_reference_values(
        &self,
        request: tonic::Request<reg::SearchReferenceValuesRequest>,
    ) -> Answer<reg::SearchReferenceValuesResponse> {
        let request = request.into_inner();
        if request.table != "unor" {
            return refused(Code::NotFound, "REFERENCE_TABLE_UNKNOWN");
        }
        if request.page_size > 50 {
            return Err(Refusal::field("page_size", "PAGE_SIZE_RANGE", "1 to 50").into());
        }
        let label = format!("{} {} {}", request.query, request.page_size, request.agency_code);
        let values = vec![reg::ReferenceValue { code: "A501".to_owned(), label }];
        Ok(Response::new(reg::SearchReferenceValuesResponse { values }))
    }
}
