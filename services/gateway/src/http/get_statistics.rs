//! `GET /v1/statistics`.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::State,
    http::{HeaderName, header},
};
use chassis::grpc::{Upstream, outgoing};
use moka::future::Cache;
use proto::reporting::v1::{GetStatisticsRequest, reporting_service_client::ReportingServiceClient};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    counts::CountsBody,
    rendering::{given, instant, some},
};
use crate::{app::App, problem::Problem, upstream::ask};

/// How old the numbers may be here, besides what `as_of` says: the front page asks reporting once in this time.
const KEEP: Duration = Duration::from_secs(5);
const HEADER: &str = "public, max-age=5";

/// The numbers, asked for once by however many wait for them.
pub(crate) struct Statistics {
    reporting: ReportingServiceClient<Upstream>,
    latest: Cache<(), StatisticsBody>,
}

/// The nation in a few numbers.
#[derive(Clone, Serialize, ToSchema)]
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

impl Statistics {
    #[must_use]
    pub(crate) fn new(reporting: ReportingServiceClient<Upstream>) -> Self {
        Self { reporting, latest: Cache::builder().max_capacity(1).time_to_live(KEEP).build() }
    }

    async fn latest(&self) -> Result<StatisticsBody, Problem> {
        let mut reporting = self.reporting.clone();
        let fetch = async move {
            let answer = ask(reporting.get_statistics(outgoing(GetStatisticsRequest {}))).await?;
            Ok(StatisticsBody {
                campaign_code: some(answer.campaign_code),
                as_of: instant(answer.as_of),
                nation: CountsBody::of(&given(answer.nation)?),
            })
        };
        self.latest.try_get_with((), fetch).await.map_err(|problem: Arc<Problem>| (*problem).clone())
    }
}

/// The nation in a few numbers
#[utoipa::path(get, path = "/v1/statistics", operation_id = "getStatistics", tag = "reports",
    responses((status = 200, body = StatisticsBody, description = "A few seconds old"), Problem))]
pub(super) async fn get_statistics(
    State(app): State<Arc<App>>,
) -> Result<([(HeaderName, &'static str); 1], Json<StatisticsBody>), Problem> {
    Ok(([(header::CACHE_CONTROL, HEADER)], Json(app.statistics.latest().await?)))
}
