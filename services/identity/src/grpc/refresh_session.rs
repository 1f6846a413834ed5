use proto::identity::v1::{RefreshSessionRequest, RefreshSessionResponse};
use tonic::{Request, Status};

use super::render::{session, session_refused};
use crate::app::App;

pub(super) async fn refresh_session(
    app: &App,
    request: Request<RefreshSessionRequest>,
) -> Result<RefreshSessionResponse, Status> {
    let token = request.into_inner().refresh_token.into();
    let bearer = app.refresh_session(token).await.map_err(session_refused)?;
    Ok(RefreshSessionResponse { session: Some(session(&bearer)) })
}
