//! `ListRefusedRows`.

use chassis::reason::{Refusal, internal};
use kernel::ImportId;
use proto::registration::v1::{ListRefusedRowsRequest, ListRefusedRowsResponse, RefusedRow};
use tonic::{Code, Request, Response, Status};

use crate::{
    app::{App, master::list_refused_rows::ListRefusedRowsError},
    store::master::refused_rows::RefusedRowRecord,
};

pub(crate) async fn list_refused_rows(
    app: &App,
    request: Request<ListRefusedRowsRequest>,
) -> Result<Response<ListRefusedRowsResponse>, Status> {
    let ListRefusedRowsRequest { import_id, after_line, page_size } = request.into_inner();
    let import_id =
        ImportId::parse(&import_id).map_err(|_| Refusal::field("import_id", "ID_INVALID", "a UUID with dashes"))?;
    let limit = match page_size {
        0 => 1000,
        size @ 1..=1000 => size,
        _ => return Err(Refusal::field("page_size", "PAGE_SIZE_RANGE", "1 to 1000").into()),
    };
    match app.list_refused_rows(import_id, after_line, limit).await {
        Ok(rows) => Ok(Response::new(ListRefusedRowsResponse { rows: rows.into_iter().map(render).collect() })),
        Err(ListRefusedRowsError::NotFound) => {
            Err(Refusal::new(Code::NotFound, "IMPORT_NOT_FOUND", "no such import").into())
        }
        Err(ListRefusedRowsError::Unexpected(error)) => Err(internal(&error)),
    }
}

fn render(row: RefusedRowRecord) -> RefusedRow {
    RefusedRow { line: row.line.unsigned_abs(), column: row.column_name, reason_code: row.reason_code, kept: row.kept }
}
