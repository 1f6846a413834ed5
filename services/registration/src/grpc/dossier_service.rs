//! `DossierService`: each rpc in its own file.

use proto::registration::v1::{
    FindSubmissionRequest, FindSubmissionResponse, GetDossierChecklistRequest, GetDossierChecklistResponse,
    GetDossierRequest, GetDossierResponse, ReadSubmissionRequest, ReadSubmissionResponse, SaveDossierFieldsRequest,
    SaveDossierFieldsResponse, SearchReferenceValuesRequest, SearchReferenceValuesResponse, SubmitDossierRequest,
    SubmitDossierResponse,
    dossier_service_server::{DossierService, DossierServiceServer},
};

use super::{Door, dossier, reference};
use crate::app::App;

/// The service, ready to be mounted.
#[must_use]
pub(crate) fn dossier_service(app: App) -> DossierServiceServer<Door> {
    DossierServiceServer::new(Door { app })
}

chassis::rpcs! { DossierService for Door;
    dossier {
        get_dossier(GetDossierRequest) -> GetDossierResponse;
        save_dossier_fields(SaveDossierFieldsRequest) -> SaveDossierFieldsResponse;
        get_dossier_checklist(GetDossierChecklistRequest) -> GetDossierChecklistResponse;
        submit_dossier(SubmitDossierRequest) -> SubmitDossierResponse;
        find_submission(FindSubmissionRequest) -> FindSubmissionResponse;
        read_submission(ReadSubmissionRequest) -> ReadSubmissionResponse;
    }
    reference {
        search_reference_values(SearchReferenceValuesRequest) -> SearchReferenceValuesResponse;
    }
}
