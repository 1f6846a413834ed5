use chassis::reason::internal;
use proto::identity::v1::{ListRevokedSessionsRequest, ListRevokedSessionsResponse};
use tonic::{Request, Status};

use crate::app::App;

pub(super) async fn list_revoked_sessions(
    app: &App,
    _: Request<ListRevokedSessionsRequest>,
) -> Result<ListRevokedSessionsResponse, Status> {
    let ids = app.list_revoked_sessions().await.map_err(|error| internal(&error))?;
    Ok(ListRevokedSessionsResponse { session_ids: ids.iter().map(ToString::to_string).collect() })
}
