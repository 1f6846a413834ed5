//! `GetDossier`.

use chassis::grpc::person;
use proto::registration::v1::{GetDossierRequest, GetDossierResponse};
use tonic::{Request, Response, Status};

use super::show_dossier::{dossier, refused};
use crate::app::App;

pub(crate) async fn get_dossier(
    app: &App,
    request: Request<GetDossierRequest>,
) -> Result<Response<GetDossierResponse>, Status> {
    let person = person(&request)?;
    let shown = app.get_dossier(&person).await.map_err(refused)?;
    Ok(Response::new(GetDossierResponse { dossier: Some(dossier(shown)) }))
}
