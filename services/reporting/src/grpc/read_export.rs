//! `ReadExport`.

use std::time::Duration;

use chassis::reason::{Refusal, internal};
use futures::{StreamExt as _, stream::BoxStream};
use proto::reporting::v1::{ReadExportRequest, ReadExportResponse};
use tonic::{Code, Request, Response, Status};

use super::{get_export::export_id, read};
use crate::app::{App, read_export::ReadExportError};

/// A page of rows is written in less.
const AGAIN: Duration = Duration::from_secs(2);

pub(super) async fn read_export(
    app: &App,
    request: Request<ReadExportRequest>,
) -> Result<Response<BoxStream<'static, Result<ReadExportResponse, Status>>>, Status> {
    let person = read::person(&request)?;
    let export_id = export_id(&request.into_inner().export_id)?;
    let chunks = app.read_export(&person, export_id).await.map_err(refused)?;
    Ok(Response::new(chunks.map(|chunk| chunk.map(|data| ReadExportResponse { data }).map_err(refused)).boxed()))
}

fn refused(error: ReadExportError) -> Status {
    let refusal = match error {
        ReadExportError::NotFound => Refusal::new(Code::NotFound, "EXPORT_NOT_FOUND", "no such export"),
        ReadExportError::NotReady => {
            Refusal::new(Code::FailedPrecondition, "EXPORT_NOT_READY", "still being written").retry_after(AGAIN)
        }
        ReadExportError::Failed => Refusal::new(Code::FailedPrecondition, "EXPORT_FAILED", "could not be written"),
        ReadExportError::Expired => Refusal::new(Code::FailedPrecondition, "EXPORT_EXPIRED", "kept for seven days"),
        ReadExportError::Internal(error) => return internal(&error),
    };
    refusal.into()
}
