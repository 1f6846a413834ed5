//! `GET /.well-known/jwks.json`.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderName, header},
};

use super::rendering::given;
use crate::{app::App, problem::Problem};

/// The keys that our signatures verify with
///
/// A JSON Web Key Set (RFC 7517): current keys and earlier ones that are still valid, of tokens and of the agencies'
/// feeds of events.
#[utoipa::path(get, path = "/.well-known/jwks.json", operation_id = "getSigningKeys", tag = "systems",
    responses((status = 200, body = Object, content_type = "application/json", description = "JWKS"), Problem))]
pub(super) async fn get_signing_keys(
    State(app): State<Arc<App>>,
) -> Result<([(HeaderName, &'static str); 2], String), Problem> {
    if !app.keys.is_loaded() {
        return Err(Problem::unavailable());
    }
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=60")];
    let keys = app.feed_keys.beside(&app.keys.as_json());
    Ok((headers, given(keys.ok())?))
}
