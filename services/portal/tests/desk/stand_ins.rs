//! Services as far as the desk asks them: one officer's view of a few registrations and one dossier.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use chassis::reason::Refusal;
use prost_types::Timestamp;
use proto::{
    registration::v1::{self as reg, Stage},
    reporting::v1 as rep,
    verification::v1::{self as ver, Verdict},
};
use tonic::{Code, Request, Response, Status, codegen::BoxStream};
use worlds::{closed_to_edges, unused};

type Answer<T> = Result<Response<T>, Status>;

pub(super) const DOSSIER: &str = "0198c0de-7abc-7def-8abc-a1b2c3d4e5f6";

/// Registration, verification and reporting in one, with what they have been told.
#[derive(Clone, Default)]
pub(super) struct Desk(Arc<Mutex<State>>);

#[derive(Default)]
pub(super) struct State {
    /// The next call that changes anything is answered by this.
    pub(super) trouble: Option<Status>,
    /// Every request that confirmed or rejected.
    pub(super) confirmed: Vec<reg::ConfirmRegistrationsRequest>,
    /// Somebody else works on the dossier.
    pub(super) taken: bool,
    /// The officer does.
    pub(super) mine: bool,
    /// Number of the submission, less one.
    pub(super) resubmitted: u32,
    /// What was decided, the latest last.
    pub(super) decided: Vec<ver::FieldDecision>,
    /// Who completed the stage: request id and `rest_ok`.
    pub(super) completed: Option<(String, bool)>,
    /// How often a dossier was completed or given back.
    pub(super) moves: usize,
}

impl Desk {
    pub(super) fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn trouble(&self) -> Result<(), Status> {
        self.state().trouble.take().map_or(Ok(()), Err)
    }

    fn submission(&self) -> u32 {
        self.state().resubmitted + 1
    }

    /// As verification refuses whoever is not to decide this submission now.
    fn may_decide(&self, submission: u32) -> Result<(), Status> {
        self.trouble()?;
        if self.state().completed.is_some() {
            return Err(refusal(Code::NotFound, "DOSSIER_NOT_FOUND"));
        }
        if submission != self.submission() {
            return Err(refusal(Code::FailedPrecondition, "SUBMISSION_OUTDATED"));
        }
        if self.state().mine { Ok(()) } else { Err(refusal(Code::FailedPrecondition, "CLAIM_REQUIRED")) }
    }
}

pub(super) fn refusal(code: Code, reason: &'static str) -> Status {
    Refusal::new(code, reason, "").into()
}

pub(super) fn away() -> Status {
    Refusal::new(Code::Unavailable, "UNAVAILABLE", "").retry_after(Duration::from_secs(2)).into()
}

fn answer<T>(message: T) -> Answer<T> {
    Ok(Response::new(message))
}

fn as_person<T>(request: Request<T>) -> Result<T, Status> {
    let passport = request.metadata().get("epupns-passport").and_then(|value| value.to_str().ok());
    let good = passport.is_some_and(|passport| passport.starts_with("for "));
    if good { Ok(request.into_inner()) } else { Err(refusal(Code::Unauthenticated, "PASSPORT_INVALID")) }
}

fn waiting(id: &str, number: &str, name: &str, due: i64) -> reg::PendingConfirmation {
    reg::PendingConfirmation {
        registration_id: id.to_owned(),
        registration_number: number.to_owned(),
        name: name.to_owned(),
        nip: "198612262009122001".to_owned(),
        unit_name: "Dinas <Pendidikan>".to_owned(),
        registered_at: None,
        due_at: Some(Timestamp { seconds: due, nanos: 0 }),
    }
}

#[tonic::async_trait]
impl reg::registration_service_server::RegistrationService for Desk {
    async fn search_registration_confirmations(
        &self,
        request: Request<reg::SearchRegistrationConfirmationsRequest>,
    ) -> Answer<reg::SearchRegistrationConfirmationsResponse> {
        let request = as_person(request)?;
        let siti = || waiting("r-siti", "SJTJ2345", "Siti Aminah", 1);
        let budi = waiting("r-budi", "BUDJ2345", "<b>Budi</b>", 4_000_000_000);
        let (confirmations, next) = match (request.query.as_str(), request.cursor.as_str()) {
            ("", "") => (vec![siti(), budi], "page two"),
            ("", "page two") => (vec![waiting("r-own", "QWNX2345", "Saya", 4_000_000_000)], ""),
            ("SJTJ2345", "") => (vec![siti()], ""),
            ("away", _) => return Err(away()),
            (_, "") => return Err(Refusal::field("query", "QUERY_FORM", "").into()),
            _ => return Err(refusal(Code::InvalidArgument, "CURSOR_INVALID")),
        };
        answer(reg::SearchRegistrationConfirmationsResponse { confirmations, next_cursor: next.to_owned() })
    }

    async fn confirm_registrations(
        &self,
        request: Request<reg::ConfirmRegistrationsRequest>,
    ) -> Answer<reg::ConfirmRegistrationsResponse> {
        let request = as_person(request)?;
        self.state().confirmed.push(request.clone());
        self.trouble()?;
        let result = |decision: reg::ConfirmationDecision| {
            let (state, error) = match (decision.registration_id.as_str(), decision.genuine) {
                ("r-own", _) => (reg::RegistrationState::Unspecified, "OWN_REGISTRATION"),
                (_, true) => (reg::RegistrationState::Confirmed, ""),
                (_, false) => (reg::RegistrationState::Rejected, ""),
            };
            let (registration_id, error_code) = (decision.registration_id, error.to_owned());
            reg::ConfirmationResult { registration_id, state: state.into(), error_code }
        };
        answer(reg::ConfirmRegistrationsResponse { results: request.decisions.into_iter().map(result).collect() })
    }

    unused! { reg:
        look_up_employee LookUpEmployeeRequest LookUpEmployeeResponse;
        register RegisterRequest RegisterResponse;
        check_registration_status CheckRegistrationStatusRequest CheckRegistrationStatusResponse;
        render_registration_document RenderRegistrationDocumentRequest RenderRegistrationDocumentResponse;
        check_card CheckCardRequest CheckCardResponse;
        get_campaign GetCampaignRequest GetCampaignResponse;
    }

    closed_to_edges! { reg }
}

impl Desk {
    fn entry(&self) -> ver::WorklistEntry {
        let state = self.state();
        ver::WorklistEntry {
            dossier_id: DOSSIER.to_owned(),
            registration_number: "YECTP2TQ".to_owned(),
            nip: "198612262009122001".to_owned(),
            name: "Siti Aminah".to_owned(),
            unit_name: "Dinas".to_owned(),
            agency_name: "Kabupaten".to_owned(),
            stage: Stage::Skpd.into(),
            submission: state.resubmitted + 1,
            due_fields: 2,
            marked_fields: 1,
            due_at: Some(Timestamp { seconds: 1, nanos: 0 }),
            claimed: state.mine || state.taken,
            claimed_by_me: state.mine,
            ..ver::WorklistEntry::default()
        }
    }

    fn field(&self, key: &str, due: bool) -> ver::ReviewField {
        let submitted = reg::SubmittedField {
            key: key.to_owned(),
            label_id: key.to_uppercase(),
            label_en: key.to_owned(),
            answer: if due { reg::AnswerKind::Correction } else { reg::AnswerKind::Check }.into(),
            database_value: format!("{key} in SAPK"),
            correction: if due { format!("<i>{key}</i> by its owner") } else { String::new() },
            marks: if key == "nik" { vec!["NIK_SEX_DIFFERS".to_owned()] } else { Vec::new() },
            ..reg::SubmittedField::default()
        };
        let state = self.state();
        let decided = state.decided.iter().rfind(|decision| decision.key == key);
        let verdicts = decided.map(|decision| ver::StageVerdict {
            stage: Stage::Skpd.into(),
            verdict: decision.verdict,
            reason_code: decision.reason_code.clone(),
            note: decision.note.clone(),
            submission: 1,
            decided_at: None,
        });
        ver::ReviewField {
            submitted: Some(submitted),
            due,
            may_reject: false,
            verdicts: verdicts.into_iter().collect(),
        }
    }
}

#[tonic::async_trait]
impl ver::verification_service_server::VerificationService for Desk {
    async fn search_worklist(
        &self,
        request: Request<ver::SearchWorklistRequest>,
    ) -> Answer<ver::SearchWorklistResponse> {
        let request = as_person(request)?;
        self.trouble()?;
        let entries = match request.query.as_str() {
            "" if self.state().completed.is_none() => vec![self.entry()],
            "" | "BUDJ2345" => Vec::new(),
            _ => return Err(Refusal::field("query", "QUERY_FORM", "").into()),
        };
        answer(ver::SearchWorklistResponse { entries, next_cursor: String::new() })
    }

    async fn get_review(&self, request: Request<ver::GetReviewRequest>) -> Answer<ver::GetReviewResponse> {
        let request = as_person(request)?;
        if request.dossier_id != DOSSIER || self.state().completed.is_some() {
            return Err(refusal(Code::NotFound, "DOSSIER_NOT_FOUND"));
        }
        let until = Timestamp { seconds: 1_798_736_400, nanos: 0 };
        let claim_expires_at = Some(until).filter(|_| self.state().mine);
        let fields = vec![self.field("nik", true), self.field("nama", true), self.field("agama", false)];
        let review = ver::Review { entry: Some(self.entry()), state: 1, claim_expires_at, fields };
        answer(ver::GetReviewResponse { review: Some(review) })
    }

    async fn claim_dossier(&self, request: Request<ver::ClaimDossierRequest>) -> Answer<ver::ClaimDossierResponse> {
        as_person(request)?;
        self.trouble()?;
        let mut state = self.state();
        if state.taken {
            return Err(refusal(Code::FailedPrecondition, "CLAIMED_BY_OTHER"));
        }
        state.mine = true;
        answer(ver::ClaimDossierResponse { claim_expires_at: None })
    }

    async fn release_dossier(
        &self,
        request: Request<ver::ReleaseDossierRequest>,
    ) -> Answer<ver::ReleaseDossierResponse> {
        as_person(request)?;
        let mut state = self.state();
        state.mine = false;
        state.moves += 1;
        answer(ver::ReleaseDossierResponse {})
    }

    async fn decide_fields(&self, request: Request<ver::DecideFieldsRequest>) -> Answer<ver::DecideFieldsResponse> {
        let request = as_person(request)?;
        self.may_decide(request.submission)?;
        let mut results = Vec::new();
        for decision in request.decisions {
            let said_why = decision.verdict() == Verdict::Ok;
            let error_code = match decision.verdict() {
                Verdict::Unspecified => "VERDICT_UNKNOWN",
                _ if !said_why && decision.reason_code.is_empty() => "REASON_REQUIRED",
                _ if !said_why && decision.note.is_empty() => "NOTE_REQUIRED",
                _ if said_why && !(decision.reason_code.is_empty() && decision.note.is_empty()) => "REASON_UNKNOWN",
                _ => "",
            };
            results.push(ver::DecisionResult { key: decision.key.clone(), error_code: error_code.to_owned() });
            if error_code.is_empty() {
                self.state().decided.push(decision);
            }
        }
        answer(ver::DecideFieldsResponse { results, claim_expires_at: None })
    }

    async fn complete_stage(&self, request: Request<ver::CompleteStageRequest>) -> Answer<ver::CompleteStageResponse> {
        let request = as_person(request)?;
        self.trouble()?;
        let command = (request.request_id, request.rest_ok);
        let completed = self.state().completed.clone();
        match completed {
            Some(before) if before == command => {}
            Some((id, _)) if id == command.0 => return Err(refusal(Code::InvalidArgument, "REQUEST_ID_REUSED")),
            Some(_) => return Err(refusal(Code::FailedPrecondition, "STAGE_DONE")),
            None => {
                self.may_decide(request.submission)?;
                let mut state = self.state();
                let decided = |key: &&str| state.decided.iter().any(|decision| decision.key == *key);
                let missing: Vec<_> = ["nik", "nama"].into_iter().filter(|key| !decided(key)).collect();
                if !missing.is_empty() && !request.rest_ok {
                    let refusal = Refusal::new(Code::FailedPrecondition, "DECISIONS_MISSING", "");
                    let missing = missing.iter().fold(refusal, |all, key| all.violation(key, "DECISION_MISSING", ""));
                    return Err(missing.into());
                }
                state.completed = Some(command);
                state.moves += 1;
            }
        }
        let returned = self.state().decided.iter().any(|decision| decision.verdict() == Verdict::Return);
        let (state, next_stage) = if returned {
            (ver::ReviewState::Returned, Stage::Unspecified)
        } else {
            (ver::ReviewState::Open, Stage::Bkd)
        };
        answer(ver::CompleteStageResponse { state: state.into(), next_stage: next_stage.into() })
    }

    unused! { ver:
        recall_dossier RecallDossierRequest RecallDossierResponse;
        get_review_progress GetReviewProgressRequest GetReviewProgressResponse;
    }
}

#[tonic::async_trait]
impl rep::reporting_service_server::ReportingService for Desk {
    type ReadExportStream = BoxStream<rep::ReadExportResponse>;

    async fn get_progress(&self, request: Request<rep::GetProgressRequest>) -> Answer<rep::GetProgressResponse> {
        let request = as_person(request)?;
        self.trouble()?;
        let counts = rep::Counts {
            employees: 1_234_567,
            registered: 40,
            confirmed: 33,
            unregistered: 1_234_527,
            at_skpd: 5,
            r#final: 2,
            ..rep::Counts::default()
        };
        let row = |code: &str, name: &str| rep::Progress {
            code: code.to_owned(),
            name: name.to_owned(),
            counts: Some(counts),
        };
        let rows = match (request.agency_code.as_str(), request.cursor.as_str()) {
            ("", "") => vec![row("A5", "Kabupaten <A5>")],
            ("", _) => vec![row("A6", "Kota A6")],
            (code, _) => vec![row(&format!("{code}01"), "Dinas")],
        };
        let next_cursor = if request.cursor.is_empty() { "next".to_owned() } else { String::new() };
        let as_of = Some(Timestamp { seconds: 1_798_736_400, nanos: 0 });
        answer(rep::GetProgressResponse { rows, next_cursor, total: Some(counts), as_of })
    }

    async fn read_export(&self, _: Request<rep::ReadExportRequest>) -> Answer<BoxStream<rep::ReadExportResponse>> {
        Err(Status::unimplemented("not in these tests"))
    }

    unused! { rep:
        get_statistics GetStatisticsRequest GetStatisticsResponse;
        create_export CreateExportRequest CreateExportResponse;
        get_export GetExportRequest GetExportResponse;
        list_agency_events ListAgencyEventsRequest ListAgencyEventsResponse;
        list_feed_keys ListFeedKeysRequest ListFeedKeysResponse;
        rebuild_projections RebuildProjectionsRequest RebuildProjectionsResponse;
        get_rebuild GetRebuildRequest GetRebuildResponse;
    }
}
