//! `ListCampaigns`.

use chassis::reason::internal;
use proto::registration::v1::{CampaignStanding as Message, ListCampaignsRequest, ListCampaignsResponse};
use tonic::{Request, Response, Status};

use crate::{
    app::{App, registration::list_campaigns::CampaignStanding},
    wire,
};

pub(crate) async fn list_campaigns(
    app: &App,
    _: Request<ListCampaignsRequest>,
) -> Result<Response<ListCampaignsResponse>, Status> {
    let campaigns = app.list_campaigns().await.map_err(|error| internal(&error))?;
    Ok(Response::new(ListCampaignsResponse { campaigns: campaigns.iter().map(show).collect() }))
}

fn show(standing: &CampaignStanding) -> Message {
    Message {
        campaign: Some(wire::campaign(&standing.campaign)),
        current: standing.current,
        registrations: standing.registrations.unsigned_abs(),
        rejected: standing.rejected.unsigned_abs(),
    }
}
