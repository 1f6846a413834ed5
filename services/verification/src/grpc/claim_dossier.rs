//! `ClaimDossier`.

use chassis::{reason::Refusal, wire::timestamp};
use proto::verification::v1::{ClaimDossierRequest, ClaimDossierResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::app::{App, claim_dossier::ClaimDossierError};

pub(super) async fn claim_dossier(
    app: &App,
    request: Request<ClaimDossierRequest>,
) -> Result<Response<ClaimDossierResponse>, Status> {
    let officer = read::officer(&request)?;
    let dossier = read::dossier_id(&request.get_ref().dossier_id)?;
    let expires_at = app.claim_dossier(officer, dossier).await.map_err(refused)?;
    Ok(Response::new(ClaimDossierResponse { claim_expires_at: Some(timestamp(expires_at)) }))
}

fn refused(error: ClaimDossierError) -> Status {
    match error {
        ClaimDossierError::Desk(error) => show::desk_refused(error),
        ClaimDossierError::Claimed(error) => {
            Refusal::new(Code::FailedPrecondition, "CLAIMED_BY_OTHER", error.to_string()).into()
        }
    }
}
