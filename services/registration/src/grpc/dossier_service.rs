//! `DossierService`: each rpc in its own file.

use proto::registration::v1::{
    FindSubmissionRequest, FindSubmissionResponse, GetDossierChecklistRequest, GetDossierChecklistResponse,
    GetDossierRequest, GetDossierResponse, ReadSubmissionRequest, ReadSubmissionResponse, SaveDossierFieldsRequest,
    SaveDossierFieldsResponse, SearchReferenceValuesRequest, SearchReferenceValuesResponse, SubmitDossierRequest,
    SubmitDossierResponse,
    dossier_service_server::{DossierService, DossierServiceServer},
};
use tonic::{Request, Response, Status};

use super::{Door, dossier, reference};
use crate::app::App;

/// The service, ready to be mounted.
#[must_use]
pub(crate) fn dossier_service(app: App) -> DossierServiceServer<Door> {
    DossierServiceServer::new(Door { app })
}

#[tonic::async_trait]
impl DossierService for Door {
    async fn get_dossier(&self, request: Request<GetDossierRequest>) -> Result<Response<GetDossierResponse>, Status> {
        dossier::get_dossier::get_dossier(&self.app, request).await
    }

    async fn save_dossier_fields(
        &self,
        request: Request<SaveDossierFieldsRequest>,
    ) -> Result<Response<SaveDossierFieldsResponse>, Status> {
        dossier::save_dossier_fields::save_dossier_fields(&self.app, request).await
    }

    async fn get_dossier_checklist(
        &self,
        request: Request<GetDossierChecklistRequest>,
    ) -> Result<Response<GetDossierChecklistResponse>, Status> {
        dossier::get_dossier_checklist::get_dossier_checklist(&self.app, request).await
    }

    async fn submit_dossier(
        &self,
        request: Request<SubmitDossierRequest>,
    ) -> Result<Response<SubmitDossierResponse>, Status> {
        dossier::submit_dossier::submit_dossier(&self.app, request).await
    }

    async fn find_submission(
        &self,
        request: Request<FindSubmissionRequest>,
    ) -> Result<Response<FindSubmissionResponse>, Status> {
        dossier::find_submission::find_submission(&self.app, request).await
    }

    async fn read_submission(
        &self,
        request: Request<ReadSubmissionRequest>,
    ) -> Result<Response<ReadSubmissionResponse>, Status> {
        dossier::read_submission::read_submission(&self.app, request).await
    }

    async fn search_reference_values(
        &self,
        request: Request<SearchReferenceValuesRequest>,
    ) -> Result<Response<SearchReferenceValuesResponse>, Status> {
        reference::search_reference_values::search_reference_values(&self.app, request).await
    }
}
