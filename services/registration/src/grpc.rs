//! The gRPC door: parse, call, render; a file per rpc.

pub(crate) mod dossier;
mod dossier_service;
pub(crate) mod master;
pub(crate) mod permissions;
pub(crate) mod reference;
pub(crate) mod registration;

use std::fmt;

use proto::registration::v1::{
    CheckCardRequest, CheckCardResponse, CheckRegistrationStatusRequest, CheckRegistrationStatusResponse,
    ConfirmRegistrationsRequest, ConfirmRegistrationsResponse, FindEmployeeRequest, FindEmployeeResponse,
    GetCampaignRequest, GetCampaignResponse, ImportRowsRequest, ImportRowsResponse, ListRefusedRowsRequest,
    ListRefusedRowsResponse, ListRehearsalsRequest, ListRehearsalsResponse, LookUpEmployeeRequest,
    LookUpEmployeeResponse, OpenImportRequest, OpenImportResponse, PurgeRehearsalRequest, PurgeRehearsalResponse,
    PutCampaignRequest, PutCampaignResponse, RegisterRequest, RegisterResponse, RenderRegistrationDocumentRequest,
    RenderRegistrationDocumentResponse, SearchRegistrationConfirmationsRequest,
    SearchRegistrationConfirmationsResponse,
    registration_service_server::{RegistrationService, RegistrationServiceServer},
};
use tonic::{Request, Response, Status, Streaming};

pub(crate) use self::dossier_service::dossier_service;
use crate::app::App;

/// The service over its use cases.
#[derive(Clone)]
pub(crate) struct Door {
    app: App,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

/// The service, ready to be mounted.
#[must_use]
pub(crate) fn service(app: App) -> RegistrationServiceServer<Door> {
    RegistrationServiceServer::new(Door { app })
}

#[tonic::async_trait]
impl RegistrationService for Door {
    async fn look_up_employee(
        &self,
        request: Request<LookUpEmployeeRequest>,
    ) -> Result<Response<LookUpEmployeeResponse>, Status> {
        registration::look_up_employee::look_up_employee(&self.app, request).await
    }

    async fn register(&self, request: Request<RegisterRequest>) -> Result<Response<RegisterResponse>, Status> {
        registration::register::register(&self.app, request).await
    }

    async fn check_registration_status(
        &self,
        request: Request<CheckRegistrationStatusRequest>,
    ) -> Result<Response<CheckRegistrationStatusResponse>, Status> {
        registration::check_registration_status::check_registration_status(&self.app, request).await
    }

    async fn render_registration_document(
        &self,
        request: Request<RenderRegistrationDocumentRequest>,
    ) -> Result<Response<RenderRegistrationDocumentResponse>, Status> {
        registration::render_registration_document::render_registration_document(&self.app, request).await
    }

    async fn check_card(&self, request: Request<CheckCardRequest>) -> Result<Response<CheckCardResponse>, Status> {
        registration::check_card::check_card(&self.app, request).await
    }

    async fn search_registration_confirmations(
        &self,
        request: Request<SearchRegistrationConfirmationsRequest>,
    ) -> Result<Response<SearchRegistrationConfirmationsResponse>, Status> {
        registration::search_registration_confirmations::search_registration_confirmations(&self.app, request).await
    }

    async fn confirm_registrations(
        &self,
        request: Request<ConfirmRegistrationsRequest>,
    ) -> Result<Response<ConfirmRegistrationsResponse>, Status> {
        registration::confirm_registrations::confirm_registrations(&self.app, request).await
    }

    async fn find_employee(
        &self,
        request: Request<FindEmployeeRequest>,
    ) -> Result<Response<FindEmployeeResponse>, Status> {
        master::find_employee::find_employee(&self.app, request).await
    }

    async fn open_import(&self, request: Request<OpenImportRequest>) -> Result<Response<OpenImportResponse>, Status> {
        master::open_import::open_import(&self.app, request).await
    }

    async fn import_rows(
        &self,
        request: Request<Streaming<ImportRowsRequest>>,
    ) -> Result<Response<ImportRowsResponse>, Status> {
        master::import_rows::import_rows(&self.app, request).await
    }

    async fn list_refused_rows(
        &self,
        request: Request<ListRefusedRowsRequest>,
    ) -> Result<Response<ListRefusedRowsResponse>, Status> {
        master::list_refused_rows::list_refused_rows(&self.app, request).await
    }

    async fn put_campaign(
        &self,
        request: Request<PutCampaignRequest>,
    ) -> Result<Response<PutCampaignResponse>, Status> {
        reference::put_campaign::put_campaign(&self.app, request).await
    }

    async fn get_campaign(
        &self,
        request: Request<GetCampaignRequest>,
    ) -> Result<Response<GetCampaignResponse>, Status> {
        reference::get_campaign::get_campaign(&self.app, request).await
    }

    async fn list_rehearsals(
        &self,
        request: Request<ListRehearsalsRequest>,
    ) -> Result<Response<ListRehearsalsResponse>, Status> {
        master::list_rehearsals::list_rehearsals(&self.app, request).await
    }

    async fn purge_rehearsal(
        &self,
        request: Request<PurgeRehearsalRequest>,
    ) -> Result<Response<PurgeRehearsalResponse>, Status> {
        master::purge_rehearsal::purge_rehearsal(&self.app, request).await
    }
}
