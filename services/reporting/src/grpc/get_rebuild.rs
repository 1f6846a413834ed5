//! `GetRebuild`.

use chassis::reason::{Refusal, internal};
use proto::reporting::v1::{GetRebuildRequest, GetRebuildResponse};
use tonic::{Code, Request, Response, Status};

use super::show::count;
use crate::app::App;

pub(super) async fn get_rebuild(
    app: &App,
    _: Request<GetRebuildRequest>,
) -> Result<Response<GetRebuildResponse>, Status> {
    let rebuild = app.get_rebuild().await.map_err(|error| internal(&error))?;
    let rebuild = rebuild.ok_or_else(|| Refusal::new(Code::NotFound, "REBUILD_NOT_FOUND", "there was no rebuild"))?;
    Ok(Response::new(GetRebuildResponse {
        generation: count(rebuild.generation),
        events: count(rebuild.events),
        done: rebuild.done,
        different_rows: count(rebuild.different_rows.unwrap_or(0)),
        failure: rebuild.failure.unwrap_or_default(),
    }))
}
