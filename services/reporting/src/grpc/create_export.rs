//! `CreateExport`.

use std::time::Duration;

use chassis::reason::{Fields, Refusal, internal, request_id};
use proto::reporting::v1::{CreateExportRequest, CreateExportResponse, ExportKind};
use tonic::{Code, Request, Response, Status};

use super::{read, show};
use crate::{
    app::{
        App,
        create_export::{CreateExport, CreateExportError},
    },
    domain::export::Kind,
};

/// A file of an agency is written in seconds.
const AGAIN: Duration = Duration::from_secs(60);

pub(super) async fn create_export(
    app: &App,
    request: Request<CreateExportRequest>,
) -> Result<Response<CreateExportResponse>, Status> {
    let person = read::person(&request)?;
    let export = app.create_export(&person, command(request.into_inner())?).await.map_err(refused)?;
    Ok(Response::new(CreateExportResponse { export: Some(show::export(export)) }))
}

fn command(request: CreateExportRequest) -> Result<CreateExport, Status> {
    let mut fields = Fields::default();
    let id = fields.read("request_id", request_id(&request.request_id));
    let kind = match request.kind() {
        ExportKind::RegisteredEmployees => Some(Kind::RegisteredEmployees),
        ExportKind::UnregisteredEmployees => Some(Kind::UnregisteredEmployees),
        ExportKind::Unspecified => None,
    };
    fields.require(kind.is_some(), "kind", "EXPORT_KIND_UNKNOWN", "a kind of file that there is");
    let campaign = read::campaign(&mut fields, request.campaign_code);
    let agency = read::agency(&mut fields, &request.agency_code);
    match (id, kind) {
        (Some(request_id), Some(kind)) => {
            fields.check()?;
            Ok(CreateExport { request_id, kind, campaign, agency })
        }
        _ => Err(fields.refusal()),
    }
}

fn refused(error: CreateExportError) -> Status {
    match error {
        CreateExportError::RequestIdReused => {
            Refusal::new(Code::InvalidArgument, "REQUEST_ID_REUSED", "the key belongs to another command").into()
        }
        CreateExportError::TooMany => {
            let refusal = Refusal::new(Code::ResourceExhausted, "TOO_MANY_EXPORTS", "three at once are enough");
            refusal.retry_after(AGAIN).into()
        }
        CreateExportError::Internal(error) => internal(&error),
    }
}
