//! `GET /v1/statistics`.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderName, header},
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    counts::CountsBody,
    rendering::{given, instant, some},
};
use crate::{app::App, problem::Problem};

/// As long as they are kept here.
const HEADER: &str = "public, max-age=5";

/// The nation in a few numbers.
#[derive(Serialize, ToSchema)]
#[schema(as = Statistics)]
pub(super) struct StatisticsBody {
    /// The campaign that is counted; null before the first.
    campaign_code: Option<String>,
    /// State of the numbers; null before the first.
    #[serde(with = "time::serde::rfc3339::option")]
    as_of: Option<OffsetDateTime>,
    /// The nation.
    nation: CountsBody,
}

/// The nation in a few numbers
#[utoipa::path(get, path = "/v1/statistics", operation_id = "getStatistics", tag = "reports",
    responses((status = 200, body = StatisticsBody, description = "A few seconds old"), Problem))]
pub(super) async fn get_statistics(
    State(app): State<Arc<App>>,
) -> Result<([(HeaderName, &'static str); 1], Json<StatisticsBody>), Problem> {
    let latest = app.statistics.latest().await?;
    let body = StatisticsBody {
        campaign_code: some(latest.campaign_code),
        as_of: instant(latest.as_of),
        nation: CountsBody::of(&given(latest.nation)?),
    };
    Ok(([(header::CACHE_CONTROL, HEADER)], Json(body)))
}
