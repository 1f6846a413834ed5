//! `WithdrawCampaign`.

use chassis::{
    grpc::caller,
    reason::{Refusal, internal},
};
use proto::registration::v1::{WithdrawCampaignRequest, WithdrawCampaignResponse};
use tonic::{Code, Request, Response, Status};

use crate::app::{App, registration::withdraw_campaign::WithdrawCampaignError};

pub(crate) async fn withdraw_campaign(
    app: &App,
    request: Request<WithdrawCampaignRequest>,
) -> Result<Response<WithdrawCampaignResponse>, Status> {
    let caller = caller(&request)?;
    app.withdraw_campaign(&caller, request.into_inner().code).await.map_err(refused)?;
    Ok(Response::new(WithdrawCampaignResponse {}))
}

fn refused(error: WithdrawCampaignError) -> Status {
    match error {
        WithdrawCampaignError::NotFound => {
            Refusal::new(Code::NotFound, "CAMPAIGN_NOT_FOUND", "there is no campaign of this code").into()
        }
        WithdrawCampaignError::InUse => {
            let text = "somebody has registered in this campaign, so it stays";
            Refusal::new(Code::FailedPrecondition, "CAMPAIGN_IN_USE", text).into()
        }
        WithdrawCampaignError::Internal(error) => internal(&error),
    }
}
