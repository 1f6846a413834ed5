//! Headers that are not believed from outside, those that make browsers careful, and which paths are for programs.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

const ALWAYS: [(HeaderName, &str); 4] = [
    (header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
];
/// Whoever sends these would choose the trace's id and whether it is sampled.
const TRACE: [HeaderName; 2] = [HeaderName::from_static("traceparent"), HeaderName::from_static("tracestate")];
/// For what has no page in it.
const NO_CONTENT_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Middleware: every trace starts at this door. Outside of what continues one.
pub(crate) async fn trace_of_our_own(mut request: Request, next: Next) -> Response {
    for name in TRACE {
        request.headers_mut().remove(name);
    }
    next.run(request).await
}

/// Middleware: headers that make a browser careful. What a page says of itself stays.
pub(crate) async fn careful(request: Request, next: Next) -> Response {
    let is_api = is_api(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NO_CONTENT_POLICY));
    if is_api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Whether a path belongs to programs: what is unknown there is a problem, not a page.
#[must_use]
pub(crate) fn is_api(path: &str) -> bool {
    ["/v1/", "/oauth2/", "/.well-known/", "/docs/"].iter().any(|prefix| path.starts_with(prefix)) || path == "/v1"
}
