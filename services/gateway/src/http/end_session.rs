//! `DELETE /v1/sessions/current`.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;

use crate::{
    app::App,
    problem::Problem,
    session::{SessionCookies, SignedIn},
};

/// Sign out
#[utoipa::path(delete, path = "/v1/sessions/current", operation_id = "endSession", tag = "sessions",
    security(("session" = [])), responses((status = 204, description = "The session has ended"), Problem))]
pub(super) async fn end_session(
    State(app): State<Arc<App>>,
    SignedIn(claims): SignedIn,
) -> Result<(CookieJar, StatusCode), Problem> {
    app.sessions.end(&claims.sid).await?;
    Ok((SessionCookies::clear(CookieJar::new()), StatusCode::NO_CONTENT))
}
