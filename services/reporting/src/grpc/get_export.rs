//! `GetExport`.

use chassis::reason::{Fields, Refusal, internal};
use kernel::ExportId;
use proto::reporting::v1::{GetExportRequest, GetExportResponse};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::app::App;

pub(super) async fn get_export(
    app: &App,
    request: Request<GetExportRequest>,
) -> Result<Response<GetExportResponse>, Status> {
    let person = read::person(&request)?;
    let export_id = export_id(&request.into_inner().export_id)?;
    let export = app.get_export(&person, export_id).await.map_err(|error| internal(&error))?;
    let export = export.ok_or_else(|| Refusal::new(Code::NotFound, "EXPORT_NOT_FOUND", "no such export"))?;
    Ok(Response::new(GetExportResponse { export: Some(show::export(export)) }))
}

pub(super) fn export_id(text: &str) -> Result<ExportId, Status> {
    let mut fields = Fields::default();
    fields.read("export_id", ExportId::parse(text)).ok_or_else(|| fields.refusal())
}
