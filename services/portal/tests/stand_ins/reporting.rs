//! Reporting.

use proto::reporting::v1 as rep;
use tonic::{Response, Status, codegen::BoxStream};
use worlds::unused;

use super::Answer;

pub(crate) struct Reporting;

#[tonic::async_trait]
impl rep::reporting_service_server::ReportingService for Reporting {
    type ReadExportStream = BoxStream<rep::ReadExportResponse>;

    async fn get_statistics(&self, _: tonic::Request<rep::GetStatisticsRequest>) -> Answer<rep::GetStatisticsResponse> {
        let nation = rep::Counts {
            employees: 4_600_000,
            registered: 1_150_000,
            confirmed: 920_000,
            unregistered: 3_450_000,
            at_skpd: 100_000,
            at_bkd: 20_000,
            at_kanreg_bkn: 3_000,
            returned: 500,
            r#final: 7,
        };
        let campaign_code = "2026".to_owned();
        Ok(Response::new(rep::GetStatisticsResponse { nation: Some(nation), campaign_code, as_of: None }))
    }

    async fn read_export(
        &self,
        _: tonic::Request<rep::ReadExportRequest>,
    ) -> Answer<BoxStream<rep::ReadExportResponse>> {
        Err(Status::unimplemented("not in these tests"))
    }

    unused! { rep:
        get_progress GetProgressRequest GetProgressResponse;
        create_export CreateExportRequest CreateExportResponse;
        get_export GetExportRequest GetExportResponse;
        list_agency_events ListAgencyEventsRequest ListAgencyEventsResponse;
        list_feed_keys ListFeedKeysRequest ListFeedKeysResponse;
        rebuild_projections RebuildProjectionsRequest RebuildProjectionsResponse;
        get_rebuild GetRebuildRequest GetRebuildResponse;
    }
}
