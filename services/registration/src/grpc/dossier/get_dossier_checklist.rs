//! `GetDossierChecklist`.

use chassis::grpc::person;
use proto::registration::v1::{GetDossierChecklistRequest, GetDossierChecklistResponse, MissingField};
use tonic::{Request, Response, Status};

use super::show_dossier::refused;
use crate::app::App;

pub(crate) async fn get_dossier_checklist(
    app: &App,
    request: Request<GetDossierChecklistRequest>,
) -> Result<Response<GetDossierChecklistResponse>, Status> {
    let person = person(&request)?;
    let checklist = app.get_dossier_checklist(&person).await.map_err(refused)?;
    let missing = checklist.missing.into_iter().map(|(field, missing)| MissingField {
        key: field.key,
        section: field.section,
        label_id: field.label_id,
        label_en: field.label_en,
        rule: missing.code().to_owned(),
    });
    Ok(Response::new(GetDossierChecklistResponse {
        missing: missing.collect(),
        open_fields: checklist.open,
        answered_fields: checklist.answered,
    }))
}
