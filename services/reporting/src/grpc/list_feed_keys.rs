//! `ListFeedKeys`.

use proto::reporting::v1::{ListFeedKeysRequest, ListFeedKeysResponse};
use tonic::{Request, Response, Status};

use crate::app::App;

pub(super) async fn list_feed_keys(
    app: &App,
    _request: Request<ListFeedKeysRequest>,
) -> Result<Response<ListFeedKeysResponse>, Status> {
    Ok(Response::new(ListFeedKeysResponse { jwks_json: app.list_feed_keys() }))
}
