//! `ImportRows`.

use chassis::reason::{Refusal, internal};
use futures::StreamExt as _;
use kernel::ImportId;
use proto::registration::v1::{ImportRowsRequest, ImportRowsResponse};
use tonic::{Code, Request, Response, Status};

use crate::app::{
    App,
    master::import_rows::{Chunk, ImportRowsError},
};

pub(crate) async fn import_rows(
    app: &App,
    request: Request<tonic::Streaming<ImportRowsRequest>>,
) -> Result<Response<ImportRowsResponse>, Status> {
    let mut messages = request.into_inner();
    let first = messages.message().await?;
    let first = first.ok_or_else(|| Refusal::field("import_id", "ID_INVALID", "a stream names its import"))?;
    let import_id = ImportId::parse(&first.import_id)
        .map_err(|_| Refusal::field("import_id", "ID_INVALID", "a UUID with dashes"))?;
    let chunks = futures::stream::iter([Ok(first)]).chain(messages).map(|message| message.map(chunk));
    let progress = app.import_rows(import_id, chunks).await.map_err(refused)?;
    Ok(Response::new(ImportRowsResponse {
        next_offset: progress.next_offset,
        accepted_rows: progress.accepted_rows,
        refused_rows: progress.refused_rows,
    }))
}

/// One stream takes in one import: the first message has named it.
fn chunk(message: ImportRowsRequest) -> Chunk {
    Chunk { offset: message.offset, data: message.data, sha256: message.sha256 }
}

fn refused(error: ImportRowsError) -> Status {
    let refusal = match error {
        ImportRowsError::NotFound => Refusal::new(Code::NotFound, "IMPORT_NOT_FOUND", "no such import"),
        ImportRowsError::Offset => {
            Refusal::new(Code::Aborted, "CHUNK_OFFSET", "not the next chunk of this file: open the import again")
        }
        ImportRowsError::Checksum => Refusal::new(Code::InvalidArgument, "CHUNK_CHECKSUM", "data and checksum differ"),
        ImportRowsError::TooLarge => Refusal::new(Code::InvalidArgument, "CHUNK_TOO_LARGE", "at most 1 MiB"),
        ImportRowsError::PartialLine => Refusal::new(Code::InvalidArgument, "CHUNK_LINES", "whole lines only"),
        ImportRowsError::Header(problem) => Refusal::new(Code::InvalidArgument, "IMPORT_HEADER", problem.to_string()),
        ImportRowsError::BrokenOff(status) => return status,
        ImportRowsError::Unexpected(error) => return internal(&error),
    };
    refusal.into()
}
