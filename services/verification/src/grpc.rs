//! The gRPC door: parse, call, render; a file per rpc.

mod claim_dossier;
mod complete_stage;
mod decide_fields;
mod get_review;
mod get_review_progress;
pub(crate) mod permissions;
mod read;
mod recall_dossier;
mod release_dossier;
mod search_worklist;
mod show;

use proto::verification::v1::{
    ClaimDossierRequest, ClaimDossierResponse, CompleteStageRequest, CompleteStageResponse, DecideFieldsRequest,
    DecideFieldsResponse, GetReviewProgressRequest, GetReviewProgressResponse, GetReviewRequest, GetReviewResponse,
    RecallDossierRequest, RecallDossierResponse, ReleaseDossierRequest, ReleaseDossierResponse, SearchWorklistRequest,
    SearchWorklistResponse,
    verification_service_server::{VerificationService, VerificationServiceServer},
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
pub(crate) fn service(app: App) -> VerificationServiceServer<Door> {
    VerificationServiceServer::new(Door { app })
}

#[tonic::async_trait]
impl VerificationService for Door {
    async fn search_worklist(
        &self,
        request: Request<SearchWorklistRequest>,
    ) -> Result<Response<SearchWorklistResponse>, Status> {
        search_worklist::search_worklist(&self.app, request).await
    }

    async fn get_review(&self, request: Request<GetReviewRequest>) -> Result<Response<GetReviewResponse>, Status> {
        get_review::get_review(&self.app, request).await
    }

    async fn claim_dossier(
        &self,
        request: Request<ClaimDossierRequest>,
    ) -> Result<Response<ClaimDossierResponse>, Status> {
        claim_dossier::claim_dossier(&self.app, request).await
    }

    async fn release_dossier(
        &self,
        request: Request<ReleaseDossierRequest>,
    ) -> Result<Response<ReleaseDossierResponse>, Status> {
        release_dossier::release_dossier(&self.app, request).await
    }

    async fn decide_fields(
        &self,
        request: Request<DecideFieldsRequest>,
    ) -> Result<Response<DecideFieldsResponse>, Status> {
        decide_fields::decide_fields(&self.app, request).await
    }

    async fn complete_stage(
        &self,
        request: Request<CompleteStageRequest>,
    ) -> Result<Response<CompleteStageResponse>, Status> {
        complete_stage::complete_stage(&self.app, request).await
    }

    async fn recall_dossier(
        &self,
        request: Request<RecallDossierRequest>,
    ) -> Result<Response<RecallDossierResponse>, Status> {
        recall_dossier::recall_dossier(&self.app, request).await
    }

    async fn get_review_progress(
        &self,
        request: Request<GetReviewProgressRequest>,
    ) -> Result<Response<GetReviewProgressResponse>, Status> {
        get_review_progress::get_review_progress(&self.app, request).await
    }
}
