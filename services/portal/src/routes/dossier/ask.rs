//! What the owners are asked, always as the employee.

use chassis::{grpc::ask, reason::reason_of};
use kernel::ServiceName;
use proto::{
    registration::v1::{
        Dossier, FieldAnswer, FieldResult, GetDossierChecklistRequest, GetDossierRequest, MissingField,
        SaveDossierFieldsRequest, SubmitDossierRequest,
    },
    verification::v1::{GetReviewProgressRequest, GetReviewProgressResponse, RecallDossierRequest},
};
use tonic::Status;

use crate::{app::App, pages::dossier::standing::Progress, visit::Visit};

pub(super) async fn dossier(app: &App, visit: &Visit) -> Result<Dossier, Status> {
    let person = app.as_person(visit, ServiceName::Registration).await?;
    let answer = ask(app.dossiers.clone().get_dossier(person.request(GetDossierRequest {}))).await?;
    answer.dossier.ok_or_else(|| Status::internal("no dossier"))
}

pub(super) async fn missing(app: &App, visit: &Visit) -> Result<Vec<MissingField>, Status> {
    let person = app.as_person(visit, ServiceName::Registration).await?;
    let request = person.request(GetDossierChecklistRequest {});
    Ok(ask(app.dossiers.clone().get_dossier_checklist(request)).await?.missing)
}

pub(super) async fn save(app: &App, visit: &Visit, fields: Vec<FieldAnswer>) -> Result<Vec<FieldResult>, Status> {
    let person = app.as_person(visit, ServiceName::Registration).await?;
    let request = person.request(SaveDossierFieldsRequest { fields });
    Ok(ask(app.dossiers.clone().save_dossier_fields(request)).await?.fields)
}

pub(super) async fn submit(app: &App, visit: &Visit, request: SubmitDossierRequest) -> Result<(), Status> {
    let person = app.as_person(visit, ServiceName::Registration).await?;
    ask(app.dossiers.clone().submit_dossier(person.request(request))).await.map(|_| ())
}

pub(super) async fn recall(app: &App, visit: &Visit) -> Result<(), Status> {
    let person = app.as_person(visit, ServiceName::Verification).await?;
    ask(app.verification.clone().recall_dossier(person.request(RecallDossierRequest {}))).await.map(|_| ())
}

/// Without verification the pages tell all else.
pub(super) async fn progress(app: &App, visit: &Visit) -> Progress {
    match review_progress(app, visit).await {
        Ok(known) => Progress::Known(known),
        Err(status) if reason_of(&status).as_deref() == Some("REVIEW_NOT_FOUND") => Progress::Nothing,
        Err(status) => {
            tracing::warn!(code = ?status.code(), "the progress of a dossier is not known");
            Progress::Away
        }
    }
}

async fn review_progress(app: &App, visit: &Visit) -> Result<GetReviewProgressResponse, Status> {
    let person = app.as_person(visit, ServiceName::Verification).await?;
    ask(app.verification.clone().get_review_progress(person.request(GetReviewProgressRequest {}))).await
}
