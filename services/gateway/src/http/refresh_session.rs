//! `POST /v1/sessions/refresh`.

use std::sync::Arc;

use axum::{Json, extract::State};
use chassis::grpc::outgoing;
use proto::identity::v1::RefreshSessionRequest;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{rendering::given, session_body::SessionBody};
use crate::{app::App, body::Checked, problem::Problem, text::Text, upstream::ask};

/// The latest refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Refresh {
    /// From the answer before.
    #[schema(inline)]
    refresh_token: Text<1024>,
}

/// Renew a session
///
/// Each refresh token is good once; for 90 s a repetition gives the same tokens. An older one ends the session: someone
/// else has it.
#[utoipa::path(post, path = "/v1/sessions/refresh", operation_id = "refreshSession", tag = "sessions",
    request_body = Refresh, responses((status = 200, body = SessionBody, description = "New tokens"), Problem))]
pub(super) async fn refresh_session(
    State(app): State<Arc<App>>,
    Checked(refresh): Checked<Refresh>,
) -> Result<Json<SessionBody>, Problem> {
    let request = RefreshSessionRequest { refresh_token: refresh.refresh_token.into_exposed() };
    let answer = ask(app.identity.clone().refresh_session(outgoing(request))).await?;
    Ok(Json(SessionBody::of(given(answer.session)?)?))
}
