//! The gRPC door: parse, call, render; a file per rpc.

mod check_password;
mod complete_sign_in;
mod create_api_client;
mod end_session;
mod enrol_officer;
mod exchange_passport;
mod issue_challenge;
mod issue_client_token;
mod issue_passport;
mod list_access_log;
mod list_revoked_sessions;
mod list_signing_keys;
mod parse;
pub(crate) mod permissions;
mod prepare_account;
mod redeem_challenge;
mod refresh_session;
mod render;
mod sign_in;

use proto::identity::v1::{
    identity_service_server::{IdentityService, IdentityServiceServer},
    *,
};

use crate::app::App;

/// The service over its use cases.
pub(crate) struct Door {
    app: App,
}

/// The service, ready to be mounted.
#[must_use]
pub(crate) fn service(app: App) -> IdentityServiceServer<Door> {
    IdentityServiceServer::new(Door { app })
}

chassis::rpcs! { IdentityService for Door;
    self {
        issue_challenge(IssueChallengeRequest) -> IssueChallengeResponse;
        redeem_challenge(RedeemChallengeRequest) -> RedeemChallengeResponse;
        prepare_account(PrepareAccountRequest) -> PrepareAccountResponse;
        check_password(CheckPasswordRequest) -> CheckPasswordResponse;
        sign_in(SignInRequest) -> SignInResponse;
        complete_sign_in(CompleteSignInRequest) -> CompleteSignInResponse;
        refresh_session(RefreshSessionRequest) -> RefreshSessionResponse;
        end_session(EndSessionRequest) -> EndSessionResponse;
        list_revoked_sessions(ListRevokedSessionsRequest) -> ListRevokedSessionsResponse;
        issue_passport(IssuePassportRequest) -> IssuePassportResponse;
        exchange_passport(ExchangePassportRequest) -> ExchangePassportResponse;
        list_signing_keys(ListSigningKeysRequest) -> ListSigningKeysResponse;
        enrol_officer(EnrolOfficerRequest) -> EnrolOfficerResponse;
        create_api_client(CreateApiClientRequest) -> CreateApiClientResponse;
        issue_client_token(IssueClientTokenRequest) -> IssueClientTokenResponse;
        list_access_log(ListAccessLogRequest) -> ListAccessLogResponse;
    }
}
