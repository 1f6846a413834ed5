//! `RecallDossier`.

use chassis::reason::{Refusal, internal};
use proto::verification::v1::{RecallDossierRequest, RecallDossierResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{App, recall_dossier::RecallDossierError},
    domain::review::RecallError,
};

pub(super) async fn recall_dossier(
    app: &App,
    request: Request<RecallDossierRequest>,
) -> Result<Response<RecallDossierResponse>, Status> {
    let (person, passport) = (read::person(&request)?, read::passport(&request)?);
    app.recall_dossier(&person, &passport).await.map_err(refused)?;
    Ok(Response::new(RecallDossierResponse {}))
}

fn refused(error: RecallDossierError) -> Status {
    match error {
        RecallDossierError::NotFound => {
            Refusal::new(Code::NotFound, "REVIEW_NOT_FOUND", "nothing has been submitted").into()
        }
        RecallDossierError::NotOpenYet => {
            let text = "submitted a moment ago: not here yet";
            Refusal::new(Code::FailedPrecondition, "REVIEW_NOT_OPEN_YET", text).retry_after(show::SOON).into()
        }
        RecallDossierError::Refused(error) => {
            let reason = match error {
                RecallError::Claimed => "DOSSIER_CLAIMED",
                RecallError::TooLate => "RECALL_TOO_LATE",
            };
            Refusal::new(Code::FailedPrecondition, reason, error.to_string()).into()
        }
        RecallDossierError::Submissions(error) => show::submissions_refused(error),
        RecallDossierError::Internal(error) => internal(&error),
    }
}
