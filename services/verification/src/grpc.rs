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

use crate::app::App;
use proto::verification::v1::{
    ClaimDossierRequest, ClaimDossierResponse, CompleteStageRequest, CompleteStageResponse, DecideFieldsRequest,
    DecideFieldsResponse, GetReviewProgressRequest, GetReviewProgressResponse, GetReviewRequest, GetReviewResponse,
    RecallDossierRequest, RecallDossierResponse, ReleaseDossierRequest, ReleaseDossierResponse, SearchWorklistRequest,
    SearchWorklistResponse,
    verification_service_server::{VerificationService, VerificationServiceServer},
};

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

chassis::rpcs! { VerificationService for Door;
    self {
        search_worklist(SearchWorklistRequest) -> SearchWorklistResponse;
        get_review(GetReviewRequest) -> GetReviewResponse;
        claim_dossier(ClaimDossierRequest) -> ClaimDossierResponse;
        release_dossier(ReleaseDossierRequest) -> ReleaseDossierResponse;
        decide_fields(DecideFieldsRequest) -> DecideFieldsResponse;
        complete_stage(CompleteStageRequest) -> CompleteStageResponse;
        recall_dossier(RecallDossierRequest) -> RecallDossierResponse;
        get_review_progress(GetReviewProgressRequest) -> GetReviewProgressResponse;
    }
}
