//! Registration's book of one dossier, and what verification says of it.

use std::sync::{Arc, Mutex, MutexGuard};

use chassis::reason::Refusal;
use prost_types::Timestamp;
use proto::{
    registration::v1::{
        self as reg, AnswerKind, DossierField, DossierState, FieldType, Stage, dossier_service_server::DossierService,
        field_answer::Answer as Given,
    },
    verification::v1::{self as ver, verification_service_server::VerificationService},
};
use tonic::{Code, Response, Status};
use worlds::unused;

use super::{Answer, refused};

/// What the owners keep.
pub(crate) struct Kept {
    pub(crate) fields: Vec<DossierField>,
    pub(crate) state: DossierState,
    /// Idempotency keys of what was submitted, in order.
    pub(crate) submitted: Vec<String>,
    pub(crate) declaration: u32,
    /// Saves that kept something.
    pub(crate) saves: usize,
    /// Why registration refuses everything; none while it answers.
    pub(crate) registration_away: Option<(Code, &'static str)>,
    /// What verification says; none while it is away.
    pub(crate) progress: Option<Result<ver::GetReviewProgressResponse, &'static str>>,
    /// Why it does not give the dossier back.
    pub(crate) recall: Result<(), &'static str>,
}

/// Both owners of one dossier.
#[derive(Clone)]
pub(crate) struct Book(Arc<Mutex<Kept>>);

fn field(key: &str, kind: FieldType, database: &str) -> DossierField {
    DossierField {
        key: key.to_owned(),
        section: "data_utama".to_owned(),
        label_id: key.to_owned(),
        label_en: format!("{key} in English"),
        r#type: kind.into(),
        max_length: 20,
        stages: vec![Stage::Skpd.into(), Stage::Bkd.into(), Stage::KanregBkn.into()],
        database_value: database.to_owned(),
        open: true,
        ..DossierField::default()
    }
}

impl Book {
    /// A dossier that nobody has written in.
    pub(crate) fn new() -> Self {
        let reference = |key: &str, section: &str| DossierField {
            reference_table: key.to_owned(),
            section: section.to_owned(),
            ..field(key, FieldType::Reference, "")
        };
        let fields = vec![
            DossierField { required: true, ..field("nama", FieldType::Text, "Siti <b>Aminah") },
            DossierField { required: true, ..field("tempat_lahir", FieldType::Text, "Bandung") },
            field("tanggal_lahir", FieldType::Date, "1986-12-26"),
            field("nik", FieldType::Nik, ""),
            DossierField { read_only: true, open: false, ..field("tahun_lulus", FieldType::Year, "") },
            reference("agama", "data_utama"),
            reference("jabatan", "data_posisi"),
        ];
        Self(Arc::new(Mutex::new(Kept {
            fields,
            state: DossierState::Open,
            submitted: Vec::new(),
            declaration: 1,
            saves: 0,
            registration_away: None,
            progress: Some(Err("REVIEW_NOT_FOUND")),
            recall: Ok(()),
        })))
    }

    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }

    /// Answer and revision of a field.
    pub(crate) fn answer(&self, key: &str) -> (&'static str, String, u64) {
        let kept = self.kept();
        let field = kept.fields.iter().find(|field| field.key == key).unwrap();
        let kind = match field.answer() {
            AnswerKind::Unspecified => "",
            AnswerKind::Check => "CEK",
            AnswerKind::Correction => "PERBAIKAN",
        };
        (kind, field.correction.clone(), field.revision)
    }

    /// Another device saves a correction.
    pub(crate) fn correct(&self, key: &str, value: &str) {
        let mut kept = self.kept();
        let field = kept.fields.iter_mut().find(|field| field.key == key).unwrap();
        value.clone_into(&mut field.correction);
        field.set_answer(AnswerKind::Correction);
        field.revision += 1;
    }

    /// Everything that is required is right.
    pub(crate) fn complete(&self) {
        for field in self.kept().fields.iter_mut().filter(|field| field.required) {
            field.set_answer(AnswerKind::Check);
            field.revision += 1;
        }
    }

    fn open(&self) -> Result<MutexGuard<'_, Kept>, Status> {
        let kept = self.kept();
        match kept.registration_away {
            None => Ok(kept),
            Some((code, reason)) => refused::<()>(code, reason).map(|_| unreachable!("a refusal is an error")),
        }
    }
}

fn missing(kept: &Kept) -> Vec<reg::MissingField> {
    let left = kept.fields.iter().filter(|field| field.required && field.answer() == AnswerKind::Unspecified);
    left.map(|field| reg::MissingField {
        key: field.key.clone(),
        section: field.section.clone(),
        label_id: field.label_id.clone(),
        label_en: field.label_en.clone(),
        rule: "ANSWER_MISSING".to_owned(),
    })
    .collect()
}

fn save(field: &mut DossierField, answer: &reg::FieldAnswer) -> &'static str {
    if answer.revision != field.revision {
        return "STALE_REVISION";
    }
    match answer.answer.clone() {
        Some(Given::Correction(value)) if value.is_empty() => return "VALUE_MISSING",
        Some(Given::Correction(value)) if value.chars().count() > 20 => return "TEXT_TOO_LONG",
        Some(Given::Correction(value)) => {
            field.correction = value;
            field.set_answer(AnswerKind::Correction);
        }
        Some(Given::Check(true)) => field.set_answer(AnswerKind::Check),
        _ => return "VALUE_MISSING",
    }
    field.revision += 1;
    ""
}

#[tonic::async_trait]
impl DossierService for Book {
    async fn get_dossier(&self, _: tonic::Request<reg::GetDossierRequest>) -> Answer<reg::GetDossierResponse> {
        let kept = self.open()?;
        let submission = u32::try_from(kept.submitted.len()).unwrap();
        let text = format!("Dengan ini saya menyatakan, versi {}", kept.declaration);
        let dossier = reg::Dossier {
            registration_number: "C8Y9GVRP".to_owned(),
            state: kept.state.into(),
            submission,
            declaration: Some(reg::Declaration { version: kept.declaration, text }),
            fields: kept.fields.clone(),
            submitted_at: (submission > 0).then_some(Timestamp { seconds: 1_798_736_400, nanos: 0 }),
            ..reg::Dossier::default()
        };
        Ok(Response::new(reg::GetDossierResponse { dossier: Some(dossier) }))
    }

    async fn save_dossier_fields(
        &self,
        request: tonic::Request<reg::SaveDossierFieldsRequest>,
    ) -> Answer<reg::SaveDossierFieldsResponse> {
        let mut kept = self.open()?;
        let mut results = Vec::new();
        for answer in request.into_inner().fields {
            let field = kept.fields.iter_mut().find(|field| field.key == answer.key);
            let (error_code, revision) = match field {
                None => ("FIELD_KEY_UNKNOWN", 0),
                Some(field) if !field.open => ("FIELD_NOT_OPEN", field.revision),
                Some(field) => (save(field, &answer), field.revision),
            };
            kept.saves += usize::from(error_code.is_empty());
            let error_code = error_code.to_owned();
            results.push(reg::FieldResult { key: answer.key, revision, error_code, ..reg::FieldResult::default() });
        }
        Ok(Response::new(reg::SaveDossierFieldsResponse { fields: results }))
    }

    async fn get_dossier_checklist(
        &self,
        _: tonic::Request<reg::GetDossierChecklistRequest>,
    ) -> Answer<reg::GetDossierChecklistResponse> {
        let missing = missing(&*self.open()?);
        Ok(Response::new(reg::GetDossierChecklistResponse { missing, ..reg::GetDossierChecklistResponse::default() }))
    }

    async fn submit_dossier(
        &self,
        request: tonic::Request<reg::SubmitDossierRequest>,
    ) -> Answer<reg::SubmitDossierResponse> {
        let request = request.into_inner();
        let mut kept = self.open()?;
        if kept.submitted.contains(&request.request_id) {
            return Ok(Response::new(reg::SubmitDossierResponse::default()));
        }
        let reason = match &*kept {
            kept if kept.state == DossierState::Submitted => "DOSSIER_LOCKED",
            kept if !missing(kept).is_empty() => {
                let refusal = Refusal::new(Code::FailedPrecondition, "DOSSIER_INCOMPLETE", "");
                return Err(refusal.violation("nama", "ANSWER_MISSING", "").into());
            }
            _ if !request.agreed => "DECLARATION_NOT_AGREED",
            kept if kept.declaration != request.declaration_version => "DECLARATION_OUTDATED",
            _ => {
                kept.state = DossierState::Submitted;
                kept.submitted.push(request.request_id);
                kept.fields.iter_mut().for_each(|field| field.open = false);
                return Ok(Response::new(reg::SubmitDossierResponse::default()));
            }
        };
        refused(Code::FailedPrecondition, reason)
    }

    async fn search_reference_values(
        &self,
        request: tonic::Request<reg::SearchReferenceValuesRequest>,
    ) -> Answer<reg::SearchReferenceValuesResponse> {
        let request = request.into_inner();
        let size = if request.table == "agama" { 3 } else { 200 };
        let value = |n: u32| reg::ReferenceValue { code: format!("{}{n}", request.table), label: format!("Guru {n}") };
        let values = (0..size).map(value).filter(|value| value.label.starts_with(&request.query));
        let values = values.take(usize::try_from(request.page_size).unwrap()).collect();
        Ok(Response::new(reg::SearchReferenceValuesResponse { values }))
    }

    unused! { reg:
        find_submission FindSubmissionRequest FindSubmissionResponse;
        read_submission ReadSubmissionRequest ReadSubmissionResponse;
    }
}

#[tonic::async_trait]
impl VerificationService for Book {
    async fn get_review_progress(
        &self,
        _: tonic::Request<ver::GetReviewProgressRequest>,
    ) -> Answer<ver::GetReviewProgressResponse> {
        match self.kept().progress.clone() {
            Some(Ok(progress)) => Ok(Response::new(progress)),
            Some(Err(reason)) => refused(Code::NotFound, reason),
            None => refused(Code::Unavailable, "UNAVAILABLE"),
        }
    }

    async fn recall_dossier(&self, _: tonic::Request<ver::RecallDossierRequest>) -> Answer<ver::RecallDossierResponse> {
        match self.kept().recall {
            Ok(()) => Ok(Response::new(ver::RecallDossierResponse {})),
            Err(reason) => refused(Code::FailedPrecondition, reason),
        }
    }

    unused! { ver:
        search_worklist SearchWorklistRequest SearchWorklistResponse;
        get_review GetReviewRequest GetReviewResponse;
        claim_dossier ClaimDossierRequest ClaimDossierResponse;
        release_dossier ReleaseDossierRequest ReleaseDossierResponse;
        decide_fields DecideFieldsRequest DecideFieldsResponse;
        complete_stage CompleteStageRequest CompleteStageResponse;
    }
}
