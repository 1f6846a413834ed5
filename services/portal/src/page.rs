//! A rendered page as an answer.

use std::time::Duration;

use askama::Template;
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use doorway::again::seconds;

/// Nothing from elsewhere, nothing inline; a picture of a code comes inside its page.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    // Pages differ by who looks at them.
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// A page with its status.
pub(crate) struct Page<T>(pub StatusCode, pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        let Self(status, template) = self;
        match template.render() {
            Ok(html) => {
                let mut response = (status, Html(html)).into_response();
                for (name, value) in HEADERS {
                    response.headers_mut().insert(name, HeaderValue::from_static(value));
                }
                response
            }
            Err(error) => {
                tracing::error!(%error, "a page was not rendered");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// The header that says when to come back, for an answer that helps only later.
#[must_use]
pub(crate) fn come_back(after: Option<Duration>) -> Option<[(HeaderName, String); 1]> {
    after.map(|delay| [(header::RETRY_AFTER, seconds(delay).to_string())])
}
