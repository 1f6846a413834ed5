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
    GetCampaignRequest, GetCampaignResponse, ImportRowsRequest, ImportRowsResponse, ListCampaignsRequest,
    ListCampaignsResponse, ListRefusedRowsRequest, ListRefusedRowsResponse, ListRehearsalsRequest,
    ListRehearsalsResponse, LookUpEmployeeRequest, LookUpEmployeeResponse, OpenImportRequest, OpenImportResponse,
    PurgeRehearsalRequest, PurgeRehearsalResponse, PutCampaignRequest, PutCampaignResponse, RegisterRequest,
    RegisterResponse, RenderRegistrationDocumentRequest, RenderRegistrationDocumentResponse,
    SearchRegistrationConfirmationsRequest, SearchRegistrationConfirmationsResponse, WithdrawCampaignRequest,
    WithdrawCampaignResponse,
    registration_service_server::{RegistrationService, RegistrationServiceServer},
};
use tonic::Streaming;

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

chassis::rpcs! { RegistrationService for Door;
    registration {
        look_up_employee(LookUpEmployeeRequest) -> LookUpEmployeeResponse;
        register(RegisterRequest) -> RegisterResponse;
        check_registration_status(CheckRegistrationStatusRequest) -> CheckRegistrationStatusResponse;
        render_registration_document(RenderRegistrationDocumentRequest) -> RenderRegistrationDocumentResponse;
        check_card(CheckCardRequest) -> CheckCardResponse;
        search_registration_confirmations(SearchRegistrationConfirmationsRequest) -> SearchRegistrationConfirmationsResponse;
        confirm_registrations(ConfirmRegistrationsRequest) -> ConfirmRegistrationsResponse;
        list_campaigns(ListCampaignsRequest) -> ListCampaignsResponse;
        withdraw_campaign(WithdrawCampaignRequest) -> WithdrawCampaignResponse;
    }
    master {
        find_employee(FindEmployeeRequest) -> FindEmployeeResponse;
        open_import(OpenImportRequest) -> OpenImportResponse;
        import_rows(Streaming<ImportRowsRequest>) -> ImportRowsResponse;
        list_refused_rows(ListRefusedRowsRequest) -> ListRefusedRowsResponse;
        list_rehearsals(ListRehearsalsRequest) -> ListRehearsalsResponse;
        purge_rehearsal(PurgeRehearsalRequest) -> PurgeRehearsalResponse;
    }
    reference {
        put_campaign(PutCampaignRequest) -> PutCampaignResponse;
        get_campaign(GetCampaignRequest) -> GetCampaignResponse;
    }
}
