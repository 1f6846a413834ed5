//! The gRPC door: parse, call, render; a file per rpc.

mod check_card;
mod check_registration_status;
mod confirm_registrations;
mod dossier_service;
mod find_employee;
mod find_submission;
mod get_campaign;
mod get_dossier;
mod get_dossier_checklist;
mod import_rows;
mod list_refused_rows;
mod list_rehearsals;
mod look_up_employee;
mod open_import;
pub(crate) mod permissions;
mod purge_rehearsal;
mod put_campaign;
mod read;
mod read_submission;
mod register;
mod render_registration_document;
mod save_dossier_fields;
mod search_reference_values;
mod search_registration_confirmations;
mod show;
mod show_dossier;
mod submit_dossier;

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
        look_up_employee::look_up_employee(&self.app, request).await
    }

    async fn register(&self, request: Request<RegisterRequest>) -> Result<Response<RegisterResponse>, Status> {
        register::register(&self.app, request).await
    }

    async fn check_registration_status(
        &self,
        request: Request<CheckRegistrationStatusRequest>,
    ) -> Result<Response<CheckRegistrationStatusResponse>, Status> {
        check_registration_status::check_registration_status(&self.app, request).await
    }

    async fn render_registration_document(
        &self,
        request: Request<RenderRegistrationDocumentRequest>,
    ) -> Result<Response<RenderRegistrationDocumentResponse>, Status> {
        render_registration_document::render_registration_document(&self.app, request).await
    }

    async fn check_card(&self, request: Request<CheckCardRequest>) -> Result<Response<CheckCardResponse>, Status> {
        check_card::check_card(&self.app, request).await
    }

    async fn search_registration_confirmations(
        &self,
        request: Request<SearchRegistrationConfirmationsRequest>,
    ) -> Result<Response<SearchRegistrationConfirmationsResponse>, Status> {
        search_registration_confirmations::search_registration_confirmations(&self.app, request).await
    }

    async fn confirm_registrations(
        &self,
        request: Request<ConfirmRegistrationsRequest>,
    ) -> Result<Response<ConfirmRegistrationsResponse>, Status> {
        confirm_registrations::confirm_registrations(&self.app, request).await
    }

    async fn find_employee(
        &self,
        request: Request<FindEmployeeRequest>,
    ) -> Result<Response<FindEmployeeResponse>, Status> {
        find_employee::find_employee(&self.app, request).await
    }

    async fn open_import(&self, request: Request<OpenImportRequest>) -> Result<Response<OpenImportResponse>, Status> {
        open_import::open_import(&self.app, request).await
    }

    async fn import_rows(
        &self,
        request: Request<Streaming<ImportRowsRequest>>,
    ) -> Result<Response<ImportRowsResponse>, Status> {
        import_rows::import_rows(&self.app, request).await
    }

    async fn list_refused_rows(
        &self,
        request: Request<ListRefusedRowsRequest>,
    ) -> Result<Response<ListRefusedRowsResponse>, Status> {
        list_refused_rows::list_refused_rows(&self.app, request).await
    }

    async fn put_campaign(
        &self,
        request: Request<PutCampaignRequest>,
    ) -> Result<Response<PutCampaignResponse>, Status> {
        put_campaign::put_campaign(&self.app, request).await
    }

    async fn get_campaign(
        &self,
        request: Request<GetCampaignRequest>,
    ) -> Result<Response<GetCampaignResponse>, Status> {
        get_campaign::get_campaign(&self.app, request).await
    }

    async fn list_rehearsals(
        &self,
        request: Request<ListRehearsalsRequest>,
    ) -> Result<Response<ListRehearsalsResponse>, Status> {
        list_rehearsals::list_rehearsals(&self.app, request).await
    }

    async fn purge_rehearsal(
        &self,
        request: Request<PurgeRehearsalRequest>,
    ) -> Result<Response<PurgeRehearsalResponse>, Status> {
        purge_rehearsal::purge_rehearsal(&self.app, request).await
    }
}
