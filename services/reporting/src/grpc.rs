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
use tonic::{Request, Response, Status};

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

#[tonic::async_trait]
impl ReportingService for Door {
    type ReadExportStream = BoxStream<'static, Result<ReadExportResponse, Status>>;

    async fn get_statistics(
        &self,
        request: Request<GetStatisticsRequest>,
    ) -> Result<Response<GetStatisticsResponse>, Status> {
        get_statistics::get_statistics(&self.app, request).await
    }

    async fn get_progress(
        &self,
        request: Request<GetProgressRequest>,
    ) -> Result<Response<GetProgressResponse>, Status> {
        get_progress::get_progress(&self.app, request).await
    }

    async fn create_export(
        &self,
        request: Request<CreateExportRequest>,
    ) -> Result<Response<CreateExportResponse>, Status> {
        create_export::create_export(&self.app, request).await
    }

    async fn get_export(&self, request: Request<GetExportRequest>) -> Result<Response<GetExportResponse>, Status> {
        get_export::get_export(&self.app, request).await
    }

    async fn read_export(
        &self,
        request: Request<ReadExportRequest>,
    ) -> Result<Response<Self::ReadExportStream>, Status> {
        read_export::read_export(&self.app, request).await
    }

    async fn list_agency_events(
        &self,
        request: Request<ListAgencyEventsRequest>,
    ) -> Result<Response<ListAgencyEventsResponse>, Status> {
        list_agency_events::list_agency_events(&self.app, request).await
    }

    async fn list_feed_keys(
        &self,
        request: Request<ListFeedKeysRequest>,
    ) -> Result<Response<ListFeedKeysResponse>, Status> {
        list_feed_keys::list_feed_keys(&self.app, request).await
    }

    async fn rebuild_projections(
        &self,
        request: Request<RebuildProjectionsRequest>,
    ) -> Result<Response<RebuildProjectionsResponse>, Status> {
        rebuild_projections::rebuild_projections(&self.app, request).await
    }

    async fn get_rebuild(&self, request: Request<GetRebuildRequest>) -> Result<Response<GetRebuildResponse>, Status> {
        get_rebuild::get_rebuild(&self.app, request).await
    }
}
