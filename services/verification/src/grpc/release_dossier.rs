//! `ReleaseDossier`.

use proto::verification::v1::{ReleaseDossierRequest, ReleaseDossierResponse};
use tonic::{Request, Response, Status};

use super::{read, show};
use crate::app::App;

pub(super) async fn release_dossier(
    app: &App,
    request: Request<ReleaseDossierRequest>,
) -> Result<Response<ReleaseDossierResponse>, Status> {
    let officer = read::officer(&request)?;
    let dossier = read::dossier_id(&request.get_ref().dossier_id)?;
    app.release_dossier(officer, dossier).await.map_err(show::desk_refused)?;
    Ok(Response::new(ReleaseDossierResponse {}))
}
