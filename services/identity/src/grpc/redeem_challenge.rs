use chassis::{
    reason::{Refusal, internal},
    wire::timestamp,
};
use proto::identity::v1::{RedeemChallengeRequest, RedeemChallengeResponse};
use tonic::{Code, Request, Status};

use super::parse;
use crate::app::{App, redeem_challenge::RedeemChallengeError};

pub(super) async fn redeem_challenge(
    app: &App,
    request: Request<RedeemChallengeRequest>,
) -> Result<RedeemChallengeResponse, Status> {
    let request = request.into_inner();
    let purpose = parse::purpose(request.purpose)?;
    let redeemed = if request.image_challenge.is_empty() {
        app.redeem_challenge(&request.solution, purpose).await
    } else {
        app.redeem_image_challenge(&request.image_challenge, &request.image_code, purpose).await
    };
    let (receipt, expires_at) = redeemed.map_err(refused)?;
    Ok(RedeemChallengeResponse { receipt, expires_at: Some(timestamp(expires_at)) })
}

fn refused(error: RedeemChallengeError) -> Status {
    let (code, reason) = match &error {
        RedeemChallengeError::Invalid => (Code::InvalidArgument, "CHALLENGE_INVALID"),
        RedeemChallengeError::Expired => (Code::FailedPrecondition, "CHALLENGE_EXPIRED"),
        RedeemChallengeError::Reused => (Code::FailedPrecondition, "CHALLENGE_REUSED"),
        RedeemChallengeError::Purpose => (Code::InvalidArgument, "CHALLENGE_PURPOSE"),
        RedeemChallengeError::Unexpected(error) => return internal(error),
    };
    Refusal::new(code, reason, error.to_string()).into()
}
