//! One dossier that waits, one that somebody else decides.

use chassis::reason::Refusal;
use proto::{registration::v1 as reg, verification::v1 as ver};
use tonic::{Code, Response, Status};

use super::{Answer, THEN, admit, refused};

pub(crate) const OPEN_DOSSIER: &str = "0198c0de-0000-7000-8000-0000000000d1";
pub(crate) const CLAIMED_DOSSIER: &str = "0198c0de-0000-7000-8000-0000000000d2";
pub(crate) const MISSING_DOSSIER: &str = "0198c0de-0000-7000-8000-0000000000d3";

pub(crate) struct Verification;

fn entry() -> ver::WorklistEntry {
    ver::WorklistEntry {
        dossier_id: OPEN_DOSSIER.to_owned(),
        registration_number: "C8Y9GVRP".to_owned(),
        nip: "198612262009122001".to_owned(),
        name: "Siti Rahma".to_owned(),
        agency_name: "Badan Contoh".to_owned(),
        unit_name: "Unit Contoh".to_owned(),
        stage: reg::Stage::Skpd.into(),
        submission: 1,
        due_fields: 2,
        marked_fields: 1,
        submitted_at: THEN,
        due_at: THEN,
        claimed: true,
        claimed_by_me: true,
    }
}

fn returned() -> ver::StageVerdict {
    ver::StageVerdict {
        stage: reg::Stage::KanregBkn.into(),
        verdict: ver::Verdict::Return.into(),
        reason_code: "VALUE_WRONG".to_owned(),
        note: "Lihat akta".to_owned(),
        submission: 1,
        decided_at: THEN,
    }
}

fn review() -> ver::Review {
    let submitted = reg::SubmittedField {
        key: "tanggal_lahir".to_owned(),
        section: "data_utama".to_owned(),
        answer: reg::AnswerKind::Correction.into(),
        database_value: "1986-12-26".to_owned(),
        correction: "1987-12-26".to_owned(),
        marks: vec!["NIP_BIRTH_DATE_DIFFERS".to_owned()],
        ..reg::SubmittedField::default()
    };
    let field =
        ver::ReviewField { submitted: Some(submitted), due: true, may_reject: false, verdicts: vec![returned()] };
    ver::Review {
        entry: Some(entry()),
        state: ver::ReviewState::Open.into(),
        claim_expires_at: THEN,
        fields: vec![field],
    }
}

/// Lets in, to a dossier that is there and that nobody else has.
fn enter<T>(request: &tonic::Request<T>, dossier_id: &str) -> Result<(), Status> {
    admit(request, "verification")?;
    match dossier_id {
        OPEN_DOSSIER => Ok(()),
        CLAIMED_DOSSIER => Err(Refusal::new(Code::FailedPrecondition, "CLAIMED_BY_OTHER", "").into()),
        _ => Err(Refusal::new(Code::NotFound, "DOSSIER_NOT_FOUND", "").into()),
    }
}

#[tonic::async_trait]
impl ver::verification_service_server::VerificationService for Verification {
    async fn search_worklist(
        &self,
        request: tonic::Request<ver::SearchWorklistRequest>,
    ) -> Answer<ver::SearchWorklistResponse> {
        admit(&request, "verification")?;
        let request = request.into_inner();
        if request.query == "x" {
            return Err(Refusal::field("query", "QUERY_FORM", "a number, a NIP, or nothing").into());
        }
        // The next page is the place that was asked for.
        Ok(Response::new(ver::SearchWorklistResponse { entries: vec![entry()], next_cursor: request.cursor }))
    }

    async fn get_review(&self, request: tonic::Request<ver::GetReviewRequest>) -> Answer<ver::GetReviewResponse> {
        enter(&request, &request.get_ref().dossier_id)?;
        Ok(Response::new(ver::GetReviewResponse { review: Some(review()) }))
    }

    async fn claim_dossier(
        &self,
        request: tonic::Request<ver::ClaimDossierRequest>,
    ) -> Answer<ver::ClaimDossierResponse> {
        enter(&request, &request.get_ref().dossier_id)?;
        Ok(Response::new(ver::ClaimDossierResponse { claim_expires_at: THEN }))
    }

    async fn release_dossier(
        &self,
        request: tonic::Request<ver::ReleaseDossierRequest>,
    ) -> Answer<ver::ReleaseDossierResponse> {
        enter(&request, &request.get_ref().dossier_id)?;
        Ok(Response::new(ver::ReleaseDossierResponse {}))
    }

    async fn decide_fields(
        &self,
        request: tonic::Request<ver::DecideFieldsRequest>,
    ) -> Answer<ver::DecideFieldsResponse> {
        enter(&request, &request.get_ref().dossier_id)?;
        let results = request.into_inner().decisions.into_iter().map(|decision| {
            let missing = decision.verdict() != ver::Verdict::Ok && decision.reason_code.is_empty();
            let error_code = if missing { "REASON_REQUIRED" } else { "" };
            ver::DecisionResult { key: decision.key, error_code: error_code.to_owned() }
        });
        Ok(Response::new(ver::DecideFieldsResponse { results: results.collect(), claim_expires_at: THEN }))
    }

    async fn complete_stage(
        &self,
        request: tonic::Request<ver::CompleteStageRequest>,
    ) -> Answer<ver::CompleteStageResponse> {
        enter(&request, &request.get_ref().dossier_id)?;
        let request = request.into_inner();
        match (request.submission, request.rest_ok) {
            (1, true) => Ok(Response::new(ver::CompleteStageResponse {
                state: ver::ReviewState::Open.into(),
                next_stage: reg::Stage::Bkd.into(),
            })),
            (1, false) => {
                let missing = Refusal::new(Code::FailedPrecondition, "DECISIONS_MISSING", "");
                Err(missing.violation("agama", "DECISION_MISSING", "not decided").into())
            }
            _ => refused(Code::FailedPrecondition, "SUBMISSION_OUTDATED"),
        }
    }

    async fn recall_dossier(
        &self,
        request: tonic::Request<ver::RecallDossierRequest>,
    ) -> Answer<ver::RecallDossierResponse> {
        match admit(&request, "verification")?.as_str() {
            "hasty" => refused(Code::FailedPrecondition, "REVIEW_NOT_OPEN_YET"),
            _ => Ok(Response::new(ver::RecallDossierResponse {})),
        }
    }

    async fn get_review_progress(
        &self,
        request: tonic::Request<ver::GetReviewProgressRequest>,
    ) -> Answer<ver::GetReviewProgressResponse> {
        admit(&request, "verification")?;
        Ok(Response::new(ver::GetReviewProgressResponse {
            state: ver::ReviewState::Returned.into(),
            stage: reg::Stage::Unspecified.into(),
            submission: 1,
            claimed: false,
            fields: vec![ver::FieldProgress { key: "tanggal_lahir".to_owned(), verdicts: vec![returned()] }],
        }))
    }
}
