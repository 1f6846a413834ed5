use chassis::wire::timestamp;
use proto::identity::v1::{IssuePassportRequest, IssuePassportResponse};
use tonic::{Request, Status};

use super::{parse, render::session_refused};
use crate::app::App;

pub(super) async fn issue_passport(
    app: &App,
    request: Request<IssuePassportRequest>,
) -> Result<IssuePassportResponse, Status> {
    let IssuePassportRequest { session_id, audience } = request.into_inner();
    let (id, audience) = (parse::session_id(&session_id)?, parse::audience(&audience)?);
    let (passport, expires_at) = app.issue_passport(id, audience).await.map_err(session_refused)?;
    Ok(IssuePassportResponse { passport, expires_at: Some(timestamp(expires_at)) })
}
