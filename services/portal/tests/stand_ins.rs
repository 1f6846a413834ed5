//! Services that say just enough.

use chassis::{
    passport::{Claims, ISSUER},
    reason::Refusal,
};
use prost_types::Timestamp;
use proto::{identity::v1 as id, registration::v1 as reg};
use time::{OffsetDateTime, macros::datetime};
use tonic::{Code, Response, Status};
use worlds::{KEY, closed_to_edges, unused};

/// When all of these tests happen, whatever day they run on: in the midst of the stand-ins' campaign.
pub(crate) const TODAY: OffsetDateTime = datetime!(2026-11-09 08:15 +7);

pub(crate) fn passport(role: &str, jurisdiction: &str) -> String {
    passport_of("0198c0de-0000-7000-8000-000000000001", role, jurisdiction)
}

pub(crate) fn passport_of(person: &str, role: &str, jurisdiction: &str) -> String {
    let now = TODAY.unix_timestamp();
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: "portal".to_owned(),
        sub: person.to_owned(),
        account: "0198c0de-0000-7000-8000-000000000002".to_owned(),
        sid: "0198c0de-0000-7000-8000-00000000000a".to_owned(),
        role: role.to_owned(),
        jurisdiction: jurisdiction.to_owned(),
        iat: now,
        exp: now + 60,
    };
    KEY.sign(&claims)
}

type Answer<T> = Result<Response<T>, Status>;

pub(crate) struct Identity;
pub(crate) struct Registration;

fn refused<T>(code: Code, reason: &'static str) -> Answer<T> {
    Err(Refusal::new(code, reason, "").retry_after(std::time::Duration::from_secs(3)).into())
}

fn session() -> id::Session {
    id::Session { access_token: "access".to_owned(), refresh_token: "refresh".to_owned(), ..id::Session::default() }
}

mod challenges;
pub(crate) mod dossier;
mod public;
mod reporting;

pub(crate) use self::{challenges::SOLVED, reporting::Reporting};

#[tonic::async_trait]
impl id::identity_service_server::IdentityService for Identity {
    async fn sign_in(&self, request: tonic::Request<id::SignInRequest>) -> Answer<id::SignInResponse> {
        let request = request.into_inner();
        let next = match (request.login.as_str(), request.password.as_str()) {
            ("ABCD2345", "right") => id::sign_in_response::Next::Session(session()),
            ("officer", "right") => {
                id::sign_in_response::Next::TotpTicket(id::TotpTicket { ticket: "sealed".to_owned(), expires_at: None })
            }
            ("waiting", "right") => return refused(Code::FailedPrecondition, "AWAITING_CONFIRMATION"),
            ("slowed", _) => return refused(Code::ResourceExhausted, "TOO_MANY_ATTEMPTS"),
            _ => return refused(Code::Unauthenticated, "SIGN_IN_REFUSED"),
        };
        Ok(Response::new(id::SignInResponse { next: Some(next) }))
    }

    async fn complete_sign_in(
        &self,
        request: tonic::Request<id::CompleteSignInRequest>,
    ) -> Answer<id::CompleteSignInResponse> {
        let request = request.into_inner();
        match (request.ticket.as_str(), request.code.as_str()) {
            ("sealed", "123456") => Ok(Response::new(id::CompleteSignInResponse { session: Some(session()) })),
            ("sealed", _) => refused(Code::Unauthenticated, "TOTP_INVALID"),
            _ => refused(Code::Unauthenticated, "TOTP_TICKET_EXPIRED"),
        }
    }

    async fn issue_challenge(
        &self,
        request: tonic::Request<id::IssueChallengeRequest>,
    ) -> Answer<id::IssueChallengeResponse> {
        challenges::issue(request.into_inner().kind())
    }

    async fn redeem_challenge(
        &self,
        request: tonic::Request<id::RedeemChallengeRequest>,
    ) -> Answer<id::RedeemChallengeResponse> {
        challenges::redeem(&request.into_inner())
    }

    async fn exchange_passport(
        &self,
        request: tonic::Request<id::ExchangePassportRequest>,
    ) -> Answer<id::ExchangePassportResponse> {
        // The next hop of these tests believes every passport.
        Ok(Response::new(id::ExchangePassportResponse { passport: request.into_inner().passport }))
    }

    async fn list_signing_keys(
        &self,
        _: tonic::Request<id::ListSigningKeysRequest>,
    ) -> Answer<id::ListSigningKeysResponse> {
        Ok(Response::new(id::ListSigningKeysResponse { jwks_json: KEY.jwks() }))
    }

    async fn list_access_log(
        &self,
        request: tonic::Request<id::ListAccessLogRequest>,
    ) -> Answer<id::ListAccessLogResponse> {
        public::access_log(&request.into_inner())
    }

    unused! { id:
        prepare_account PrepareAccountRequest PrepareAccountResponse;
        check_password CheckPasswordRequest CheckPasswordResponse;
        refresh_session RefreshSessionRequest RefreshSessionResponse;
        end_session EndSessionRequest EndSessionResponse;
        list_revoked_sessions ListRevokedSessionsRequest ListRevokedSessionsResponse;
        issue_passport IssuePassportRequest IssuePassportResponse;
        enrol_officer EnrolOfficerRequest EnrolOfficerResponse;
        create_api_client CreateApiClientRequest CreateApiClientResponse;
        issue_client_token IssueClientTokenRequest IssueClientTokenResponse;
    }
}

#[tonic::async_trait]
impl reg::registration_service_server::RegistrationService for Registration {
    async fn get_campaign(&self, _: tonic::Request<reg::GetCampaignRequest>) -> Answer<reg::GetCampaignResponse> {
        let at = |seconds| Some(Timestamp { seconds, nanos: 0 });
        let campaign = reg::Campaign {
            code: "2026".to_owned(),
            name: "PUPNS 2026".to_owned(),
            opens_at: at(1_767_200_400),
            registration_closes_at: at(1_798_736_400),
            submission_closes_at: at(1_801_414_800),
            verification_closes_at: at(1_804_093_200),
        };
        Ok(Response::new(reg::GetCampaignResponse { campaign: Some(campaign) }))
    }

    async fn look_up_employee(
        &self,
        request: tonic::Request<reg::LookUpEmployeeRequest>,
    ) -> Answer<reg::LookUpEmployeeResponse> {
        public::look_up(&request.into_inner())
    }

    async fn register(&self, request: tonic::Request<reg::RegisterRequest>) -> Answer<reg::RegisterResponse> {
        public::register(request.into_inner())
    }

    async fn check_registration_status(
        &self,
        request: tonic::Request<reg::CheckRegistrationStatusRequest>,
    ) -> Answer<reg::CheckRegistrationStatusResponse> {
        public::status(&request.into_inner())
    }

    async fn render_registration_document(
        &self,
        request: tonic::Request<reg::RenderRegistrationDocumentRequest>,
    ) -> Answer<reg::RenderRegistrationDocumentResponse> {
        public::document(request.into_inner())
    }

    async fn check_card(&self, request: tonic::Request<reg::CheckCardRequest>) -> Answer<reg::CheckCardResponse> {
        public::card(&request.into_inner())
    }

    unused! { reg:
        search_registration_confirmations SearchRegistrationConfirmationsRequest SearchRegistrationConfirmationsResponse;
        confirm_registrations ConfirmRegistrationsRequest ConfirmRegistrationsResponse;
    }

    closed_to_edges! { reg }
}
