//! Services that say just enough.

#[path = "stand_ins/dossier.rs"]
mod dossier;
#[path = "stand_ins/helpdesk.rs"]
mod helpdesk;
#[path = "stand_ins/portal.rs"]
mod portal;
#[path = "stand_ins/reporting.rs"]
mod reporting;
#[path = "stand_ins/verification.rs"]
mod verification;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

use chassis::reason::Refusal;
use proto::{identity::v1 as id, registration::v1 as reg};
use serde_json::json;
use tonic::{Code, Response, Status};
use worlds::{closed_to_edges, unused};

pub(crate) use self::{
    dossier::Dossiers,
    helpdesk::{CLAIMED_TICKET, Helpdesk, MISSING_TICKET, OPEN_TICKET, OWN_NUMBER, STRANGERS_NUMBER},
    portal::portal,
    reporting::{BROKEN_EXPORT, EVENTS, EXPIRED_EXPORT, READY_EXPORT, Reporting, WAITING_EXPORT},
    verification::{CLAIMED_DOSSIER, MISSING_DOSSIER, OPEN_DOSSIER, Verification},
};
use super::{KEY, access_token, now, token_of_a_feed};

pub(crate) const SESSION: &str = "0198c0de-0000-7000-8000-00000000000a";
pub(crate) const ENDED_SESSION: &str = "0198c0de-0000-7000-8000-00000000000b";
/// Signed in, with a role that nothing is permitted to.
pub(crate) const STRANGER: &str = "0198c0de-0000-7000-8000-00000000000c";
/// Signed in, and too early for everything.
pub(crate) const HASTY: &str = "0198c0de-0000-7000-8000-00000000000d";
/// 2026-01-01T00:00:00Z.
pub(crate) const THEN: Option<prost_types::Timestamp> =
    Some(prost_types::Timestamp { seconds: 1_767_225_600, nanos: 0 });

type Answer<T> = Result<Response<T>, Status>;

pub(crate) struct Identity {
    pub(crate) passports: Arc<AtomicU32>,
    pub(crate) mood: Mood,
}

/// How identity answers when it is asked about a session; as it should, unless a test says otherwise.
#[derive(Clone, Default)]
pub(crate) struct Mood(Arc<Mutex<Option<Status>>>);

impl Mood {
    pub(crate) fn becomes(&self, status: Status) {
        *self.0.lock().unwrap() = Some(status);
    }

    fn answers(&self) -> Result<(), Status> {
        self.0.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

pub(crate) struct Registration;

fn refused<T>(code: Code, reason: &'static str) -> Answer<T> {
    Err(Refusal::new(code, reason, "").into())
}

/// Lets people in as a gate does: with a passport for this service, of a role that may.
fn admit<T>(request: &tonic::Request<T>, audience: &str) -> Result<String, Status> {
    let passport = request.metadata().get("epupns-passport").and_then(|value| value.to_str().ok()).unwrap_or_default();
    match passport.split_once("-for-") {
        Some(("stranger", to)) if to == audience => {
            Err(Refusal::new(Code::PermissionDenied, "ROLE_NOT_PERMITTED", "").into())
        }
        Some((who, to)) if to == audience => Ok(who.to_owned()),
        _ => Err(Refusal::new(Code::Unauthenticated, "PASSPORT_INVALID", "").into()),
    }
}

fn session(refresh_token: &str) -> id::Session {
    id::Session {
        session_id: SESSION.to_owned(),
        access_token: access_token(SESSION),
        access_expires_at: Some(prost_types::Timestamp { seconds: now() + 300, nanos: 0 }),
        refresh_token: refresh_token.to_owned(),
        session_expires_at: Some(prost_types::Timestamp { seconds: now() + 3600, nanos: 0 }),
        caller: None,
    }
}

#[tonic::async_trait]
impl id::identity_service_server::IdentityService for Identity {
    async fn list_signing_keys(
        &self,
        _: tonic::Request<id::ListSigningKeysRequest>,
    ) -> Answer<id::ListSigningKeysResponse> {
        Ok(Response::new(id::ListSigningKeysResponse { jwks_json: KEY.jwks() }))
    }

    async fn list_revoked_sessions(
        &self,
        _: tonic::Request<id::ListRevokedSessionsRequest>,
    ) -> Answer<id::ListRevokedSessionsResponse> {
        Ok(Response::new(id::ListRevokedSessionsResponse { session_ids: vec![ENDED_SESSION.to_owned()] }))
    }

    async fn redeem_challenge(
        &self,
        request: tonic::Request<id::RedeemChallengeRequest>,
    ) -> Answer<id::RedeemChallengeResponse> {
        let request = request.into_inner();
        if request.solution != "solved" {
            return refused(Code::InvalidArgument, "CHALLENGE_INVALID");
        }
        let purpose = request.purpose().as_str_name().trim_start_matches("CHALLENGE_PURPOSE_").to_lowercase();
        let receipt = KEY.sign(&json!({
            "iss": "epupns-identity", "aud": format!("challenge:{purpose}"), "jti": "one", "iat": now(), "exp": now() + 600,
        }));
        Ok(Response::new(id::RedeemChallengeResponse { receipt, expires_at: None }))
    }

    async fn sign_in(&self, request: tonic::Request<id::SignInRequest>) -> Answer<id::SignInResponse> {
        let request = request.into_inner();
        match request.login.as_str() {
            "officer" => {
                let expires_at = Some(prost_types::Timestamp { seconds: now() + 300, nanos: 0 });
                let ticket = id::TotpTicket { ticket: "sealed".to_owned(), expires_at };
                Ok(Response::new(id::SignInResponse { next: Some(id::sign_in_response::Next::TotpTicket(ticket)) }))
            }
            "whose device" => {
                let ticket = format!("{} at {}", request.client_key, request.address_key);
                let ticket = id::TotpTicket { ticket, expires_at: THEN };
                Ok(Response::new(id::SignInResponse { next: Some(id::sign_in_response::Next::TotpTicket(ticket)) }))
            }
            "waiting" => refused(Code::FailedPrecondition, "AWAITING_CONFIRMATION"),
            "busy" => {
                let busy = Refusal::new(Code::ResourceExhausted, "BUSY", "full");
                Err(busy.retry_after(std::time::Duration::from_millis(1200)).into())
            }
            _ => refused(Code::Unauthenticated, "SIGN_IN_REFUSED"),
        }
    }

    async fn refresh_session(
        &self,
        request: tonic::Request<id::RefreshSessionRequest>,
    ) -> Answer<id::RefreshSessionResponse> {
        self.mood.answers()?;
        match request.into_inner().refresh_token.as_str() {
            // Signed by a key that nobody here knows yet.
            "early" => {
                let session = id::Session { access_token: token_of_a_feed(), ..session("next") };
                Ok(Response::new(id::RefreshSessionResponse { session: Some(session) }))
            }
            "good" => Ok(Response::new(id::RefreshSessionResponse { session: Some(session("next")) })),
            _ => refused(Code::Unauthenticated, "SESSION_ENDED"),
        }
    }

    async fn end_session(&self, _: tonic::Request<id::EndSessionRequest>) -> Answer<id::EndSessionResponse> {
        self.mood.answers()?;
        Ok(Response::new(id::EndSessionResponse {}))
    }

    async fn issue_passport(
        &self,
        request: tonic::Request<id::IssuePassportRequest>,
    ) -> Answer<id::IssuePassportResponse> {
        self.mood.answers()?;
        self.passports.fetch_add(1, Ordering::Relaxed);
        let request = request.into_inner();
        let who = match request.session_id.as_str() {
            STRANGER => "stranger",
            HASTY => "hasty",
            _ => "passport",
        };
        let passport = format!("{who}-for-{}", request.audience);
        Ok(Response::new(id::IssuePassportResponse { passport, expires_at: None }))
    }

    async fn issue_client_token(
        &self,
        request: tonic::Request<id::IssueClientTokenRequest>,
    ) -> Answer<id::IssueClientTokenResponse> {
        let request = request.into_inner();
        match (request.client_id.as_str(), request.client_secret.as_str()) {
            ("agency", "secret") => Ok(Response::new(id::IssueClientTokenResponse {
                access_token: access_token(SESSION),
                expires_at: Some(prost_types::Timestamp { seconds: now() + 300, nanos: 0 }),
            })),
            ("hasty", _) => {
                let slow = Refusal::new(Code::ResourceExhausted, "TOO_MANY_ATTEMPTS", "");
                Err(slow.retry_after(std::time::Duration::from_secs(7)).into())
            }
            _ => refused(Code::Unauthenticated, "CLIENT_REFUSED"),
        }
    }

    async fn list_access_log(
        &self,
        request: tonic::Request<id::ListAccessLogRequest>,
    ) -> Answer<id::ListAccessLogResponse> {
        admit(&request, "identity")?;
        let request = request.into_inner();
        match request.page_size {
            0..=100 => {}
            _ => return Err(Refusal::field("page_size", "PAGE_SIZE_RANGE", "1 to 100").into()),
        }
        let area = id::jurisdiction::Area::UnitCode("A501".to_owned());
        let entry = id::AccessLogEntry {
            viewed_at: THEN,
            viewer_role: id::Role::Verifier1.into(),
            viewer_jurisdiction: Some(id::Jurisdiction { area: Some(area) }),
            field_group: "dossier".to_owned(),
            purpose: "verification".to_owned(),
        };
        Ok(Response::new(id::ListAccessLogResponse { entries: vec![entry], next_cursor: request.cursor }))
    }

    unused! { id:
        create_api_client CreateApiClientRequest CreateApiClientResponse;
        issue_challenge IssueChallengeRequest IssueChallengeResponse;
        prepare_account PrepareAccountRequest PrepareAccountResponse;
        check_password CheckPasswordRequest CheckPasswordResponse;
        complete_sign_in CompleteSignInRequest CompleteSignInResponse;
        exchange_passport ExchangePassportRequest ExchangePassportResponse;
        enrol_officer EnrolOfficerRequest EnrolOfficerResponse;
    }
}

#[tonic::async_trait]
impl reg::registration_service_server::RegistrationService for Registration {
    async fn look_up_employee(
        &self,
        request: tonic::Request<reg::LookUpEmployeeRequest>,
    ) -> Answer<reg::LookUpEmployeeResponse> {
        let request = request.into_inner();
        match request.nip.as_str() {
            "short" => Err(Refusal::field("nip", "NIP_LENGTH", "a NIP has 18 digits").into()),
            "nobody" => refused(Code::NotFound, "EMPLOYEE_NOT_MATCHED"),
            _ => Ok(Response::new(reg::LookUpEmployeeResponse {
                name: "Siti Rahma".to_owned(),
                agency_name: "Badan Contoh".to_owned(),
                lookup_token: format!("for {}", request.browser),
                expires_at: Some(prost_types::Timestamp { seconds: now() + 3600, nanos: 0 }),
            })),
        }
    }

    async fn search_registration_confirmations(
        &self,
        request: tonic::Request<reg::SearchRegistrationConfirmationsRequest>,
    ) -> Answer<reg::SearchRegistrationConfirmationsResponse> {
        admit(&request, "registration")?;
        Ok(Response::new(reg::SearchRegistrationConfirmationsResponse::default()))
    }

    unused! { reg:
        register RegisterRequest RegisterResponse;
        check_registration_status CheckRegistrationStatusRequest CheckRegistrationStatusResponse;
        render_registration_document RenderRegistrationDocumentRequest RenderRegistrationDocumentResponse;
        check_card CheckCardRequest CheckCardResponse;
        confirm_registrations ConfirmRegistrationsRequest ConfirmRegistrationsResponse;
        get_campaign GetCampaignRequest GetCampaignResponse;
    }

    closed_to_edges! { reg }
}
