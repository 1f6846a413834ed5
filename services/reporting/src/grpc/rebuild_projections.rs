//! `RebuildProjections`.

use chassis::{
    grpc::caller,
    reason::{Refusal, internal},
};
use proto::reporting::v1::{RebuildProjectionsRequest, RebuildProjectionsResponse};
use tonic::{Code, Request, Response, Status};

use super::show;
use crate::app::{App, rebuild_projections::RebuildError};

pub(super) async fn rebuild_projections(
    app: &App,
    request: Request<RebuildProjectionsRequest>,
) -> Result<Response<RebuildProjectionsResponse>, Status> {
    let generation = app.rebuild_projections(&caller(&request)?).await.map_err(refused)?;
    Ok(Response::new(RebuildProjectionsResponse { generation: show::count(generation) }))
}

fn refused(error: RebuildError) -> Status {
    match error {
        RebuildError::Running => {
            Refusal::new(Code::FailedPrecondition, "REBUILD_RUNNING", "a rebuild runs already").into()
        }
        RebuildError::Internal(error) => internal(&error),
    }
}
