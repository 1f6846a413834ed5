//! `SubmitDossier`.

use chassis::{
    grpc::person,
    reason::{Fields, Refusal, internal, request_id},
    wire::timestamp,
};
use proto::registration::v1::{SubmitDossierRequest, SubmitDossierResponse};
use time::format_description::well_known::Rfc3339;
use tonic::{Code, Request, Response, Status};

use super::show_dossier::not_found;
use crate::app::{
    App,
    dossier::submit_dossier::{SubmitDossier, SubmitError},
};

pub(crate) async fn submit_dossier(
    app: &App,
    request: Request<SubmitDossierRequest>,
) -> Result<Response<SubmitDossierResponse>, Status> {
    let person = person(&request)?;
    let request = request.into_inner();
    let mut fields = Fields::default();
    let Some(request_id) = fields.read("request_id", request_id(&request.request_id)) else {
        return Err(fields.refusal());
    };
    let command =
        SubmitDossier { request_id, declaration_version: request.declaration_version, agreed: request.agreed };
    let submission = app.submit_dossier(&person, command).await.map_err(refused)?;
    Ok(Response::new(SubmitDossierResponse {
        dossier_id: submission.dossier_id.to_string(),
        submission: submission.submission.unsigned_abs(),
        submitted_at: Some(timestamp(submission.submitted_at)),
    }))
}

fn refused(error: SubmitError) -> Status {
    let text = error.to_string();
    let refusal = |reason| Refusal::new(Code::FailedPrecondition, reason, text.clone());
    match error {
        SubmitError::NotFound => return not_found(),
        SubmitError::Internal(error) => return internal(&error),
        SubmitError::Incomplete(missing) => {
            missing.iter().fold(refusal("DOSSIER_INCOMPLETE"), |refusal, (field, missing)| {
                refusal.violation(&field.key, missing.code(), missing.text())
            })
        }
        SubmitError::Locked => refusal("DOSSIER_LOCKED"),
        SubmitError::NotAgreed => refusal("DECLARATION_NOT_AGREED"),
        SubmitError::DeclarationOutdated => refusal("DECLARATION_OUTDATED"),
        SubmitError::Closed { closed_at } => {
            refusal("SUBMISSION_CLOSED").with("closed_at", closed_at.format(&Rfc3339).unwrap_or_default())
        }
        SubmitError::RequestIdReused => Refusal::new(Code::InvalidArgument, "REQUEST_ID_REUSED", text),
    }
    .into()
}
