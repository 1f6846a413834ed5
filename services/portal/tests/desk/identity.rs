//! Exchanges passports, and knows nothing else.

use proto::identity::v1 as id;
use tonic::{Request, Response, Status};
use worlds::unused;

type Answer<T> = Result<Response<T>, Status>;

pub(super) struct DeskIdentity;

#[tonic::async_trait]
impl id::identity_service_server::IdentityService for DeskIdentity {
    async fn exchange_passport(
        &self,
        request: Request<id::ExchangePassportRequest>,
    ) -> Answer<id::ExchangePassportResponse> {
        let audience = request.into_inner().audience;
        Ok(Response::new(id::ExchangePassportResponse { passport: format!("for {audience}") }))
    }

    unused! { id:
        sign_in SignInRequest SignInResponse;
        complete_sign_in CompleteSignInRequest CompleteSignInResponse;
        issue_challenge IssueChallengeRequest IssueChallengeResponse;
        redeem_challenge RedeemChallengeRequest RedeemChallengeResponse;
        prepare_account PrepareAccountRequest PrepareAccountResponse;
        check_password CheckPasswordRequest CheckPasswordResponse;
        refresh_session RefreshSessionRequest RefreshSessionResponse;
        end_session EndSessionRequest EndSessionResponse;
        list_revoked_sessions ListRevokedSessionsRequest ListRevokedSessionsResponse;
        issue_passport IssuePassportRequest IssuePassportResponse;
        list_signing_keys ListSigningKeysRequest ListSigningKeysResponse;
        enrol_officer EnrolOfficerRequest EnrolOfficerResponse;
        create_api_client CreateApiClientRequest CreateApiClientResponse;
        issue_client_token IssueClientTokenRequest IssueClientTokenResponse;
        list_access_log ListAccessLogRequest ListAccessLogResponse;
    }
}
