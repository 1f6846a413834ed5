//! The gRPC door: parse, call, render; a file per rpc.

mod create_export;
mod get_export;
mod get_progress;
mod get_rebuild;
mod get_statistics;
mod list_agency_events;
mod list_feed_keys;
pub(crate) mod permissions;
mod read;
mod read_export;
mod rebuild_projections;
mod show;

use futures::stream::BoxStream;
use proto::reporting::v1::{
    CreateExportRequest, CreateExportResponse, GetExportRequest, GetExportResponse, GetProgressRequest,
    GetProgressResponse, GetRebuildRequest, GetRebuildResponse, GetStatisticsRequest, GetStatisticsResponse,
    ListAgencyEventsRequest, ListAgencyEventsResponse, ListFeedKeysRequest, ListFeedKeysResponse, ReadExportRequest,
    ReadExportResponse, RebuildProjectionsRequest, RebuildProjectionsResponse,
    reporting_service_server::{ReportingService, ReportingServiceServer},
};
use tonic::Status;

use crate::app::App;

/// The service over its use cases.
#[derive(Clone)]
pub(crate) struct Door {
    app: App,
}

/// The service, ready to be mounted.
#[must_use]
pub(crate) fn service(app: App) -> ReportingServiceServer<Door> {
    ReportingServiceServer::new(Door { app })
}

chassis::rpcs! { ReportingService for Door, type ReadExportStream = BoxStream<'static, Result<ReadExportResponse, Status>>;
    self {
        get_statistics(GetStatisticsRequest) -> GetStatisticsResponse;
        get_progress(GetProgressRequest) -> GetProgressResponse;
        create_export(CreateExportRequest) -> CreateExportResponse;
        get_export(GetExportRequest) -> GetExportResponse;
        read_export(ReadExportRequest) -> Self::ReadExportStream;
        list_agency_events(ListAgencyEventsRequest) -> ListAgencyEventsResponse;
        list_feed_keys(ListFeedKeysRequest) -> ListFeedKeysResponse;
        rebuild_projections(RebuildProjectionsRequest) -> RebuildProjectionsResponse;
        get_rebuild(GetRebuildRequest) -> GetRebuildResponse;
    }
}
