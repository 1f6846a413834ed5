//! `OpenImport`.

use chassis::{
    grpc::caller,
    reason::{Refusal, internal},
};
use proto::registration::v1::{ImportKind, OpenImportRequest, OpenImportResponse};
use tonic::{Request, Response, Status};

use crate::{
    app::{App, master::open_import::FileFacts},
    domain::master::import::Kind,
};

pub(crate) async fn open_import(
    app: &App,
    request: Request<OpenImportRequest>,
) -> Result<Response<OpenImportResponse>, Status> {
    let caller = caller(&request)?;
    let file = parse(request.get_ref())?;
    let progress = app.open_import(&caller, file).await.map_err(|error| internal(&error))?;
    Ok(Response::new(OpenImportResponse {
        import_id: progress.import_id.to_string(),
        next_offset: progress.next_offset,
        next_line: progress.next_line,
        accepted_rows: progress.accepted_rows,
        refused_rows: progress.refused_rows,
    }))
}

fn parse(request: &OpenImportRequest) -> Result<FileFacts, Status> {
    let kind = match request.kind() {
        ImportKind::Unspecified => None,
        ImportKind::Kanreg => Some(Kind::Kanreg),
        ImportKind::Agencies => Some(Kind::Agencies),
        ImportKind::Units => Some(Kind::Units),
        ImportKind::Employees => Some(Kind::Employees),
        ImportKind::Reference => Some(Kind::Reference),
    };
    let sha256 = <[u8; 32]>::try_from(request.file_sha256.as_slice()).ok();
    let size = i64::try_from(request.file_size).ok().filter(|size| *size > 0);
    if let (Some(kind), Some(sha256), Some(size)) = (kind, sha256, size) {
        return Ok(FileFacts { kind, sha256, size });
    }
    let broken = [
        (kind.is_none(), "kind", "IMPORT_KIND_UNKNOWN", "one of the kinds of file"),
        (sha256.is_none(), "file_sha256", "CHECKSUM_LENGTH", "32 bytes"),
        (size.is_none(), "file_size", "FILE_EMPTY", "at least 1 byte"),
    ];
    let broken = broken.into_iter().filter(|(broken, ..)| *broken);
    Err(Refusal::fields(broken.map(|(_, field, rule, text)| (field, rule, text.to_owned()))).into())
}
