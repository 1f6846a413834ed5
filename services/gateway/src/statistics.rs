//! The nation in a few numbers, as reporting gave them last.

use std::{sync::Arc, time::Duration};

use chassis::grpc::{Upstream, outgoing};
use moka::future::Cache;
use proto::reporting::v1::{
    GetStatisticsRequest, GetStatisticsResponse, reporting_service_client::ReportingServiceClient,
};

use crate::{problem::Problem, upstream::ask};

/// How old the numbers may be here, besides what `as_of` says: the front page asks reporting once in this time.
const KEEP: Duration = Duration::from_secs(5);

/// The numbers, asked for once by however many wait for them.
pub(crate) struct Statistics {
    reporting: ReportingServiceClient<Upstream>,
    latest: Cache<(), GetStatisticsResponse>,
}

impl Statistics {
    #[must_use]
    pub(crate) fn new(reporting: ReportingServiceClient<Upstream>) -> Self {
        Self { reporting, latest: Cache::builder().max_capacity(1).time_to_live(KEEP).build() }
    }

    /// At most that old.
    ///
    /// # Errors
    /// Reporting gives no answer.
    pub(crate) async fn latest(&self) -> Result<GetStatisticsResponse, Problem> {
        let mut reporting = self.reporting.clone();
        let fetch = async move { ask(reporting.get_statistics(outgoing(GetStatisticsRequest {}))).await };
        self.latest.try_get_with((), fetch).await.map_err(|problem: Arc<Problem>| (*problem).clone())
    }
}
