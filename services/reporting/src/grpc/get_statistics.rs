//! `GetStatistics`.

use chassis::{reason::internal, wire::timestamp};
use proto::reporting::v1::{GetStatisticsRequest, GetStatisticsResponse};
use tonic::{Request, Response, Status};

use super::show;
use crate::app::App;

pub(super) async fn get_statistics(
    app: &App,
    _: Request<GetStatisticsRequest>,
) -> Result<Response<GetStatisticsResponse>, Status> {
    let statistics = app.get_statistics().await.map_err(|error| internal(&error))?;
    Ok(Response::new(GetStatisticsResponse {
        nation: Some(show::counts(&statistics.nation)),
        campaign_code: statistics.campaign_code,
        as_of: statistics.as_of.map(timestamp),
    }))
}
