use chassis::reason::internal;
use proto::identity::v1::{EndSessionRequest, EndSessionResponse};
use tonic::{Request, Status};

use super::parse;
use crate::app::App;

pub(super) async fn end_session(app: &App, request: Request<EndSessionRequest>) -> Result<EndSessionResponse, Status> {
    let id = parse::session_id(&request.into_inner().session_id)?;
    app.end_session(id).await.map_err(|error| internal(&error))?;
    Ok(EndSessionResponse {})
}
