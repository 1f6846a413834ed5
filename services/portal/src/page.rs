//! A rendered page as an answer.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

/// Nothing from elsewhere, no scripts at all.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// A page with its status.
pub(crate) struct Page<T>(pub StatusCode, pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        let Self(status, template) = self;
        match template.render() {
            Ok(html) => {
                let mut response = (status, Html(html)).into_response();
                response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
                // Pages differ by who looks at them.
                response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
                response
            }
            Err(error) => {
                tracing::error!(%error, "a page was not rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
