//! `GetCampaign`.

use chassis::reason::internal;
use proto::registration::v1::{GetCampaignRequest, GetCampaignResponse};
use tonic::{Request, Response, Status};

use crate::{app::App, wire};

pub(crate) async fn get_campaign(
    app: &App,
    _: Request<GetCampaignRequest>,
) -> Result<Response<GetCampaignResponse>, Status> {
    let campaign = app.get_campaign().await.map_err(|error| internal(&error))?;
    Ok(Response::new(GetCampaignResponse { campaign: campaign.as_ref().map(wire::campaign) }))
}
