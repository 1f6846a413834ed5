//! HTTP doors: a span and a histogram per route. Templates only: a path may hold ids, a query anything.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::Response,
};
use metrics::histogram;
use tracing::{Instrument as _, field::Empty};

use crate::telemetry::propagation;

/// Middleware: one span, child of the asker's, and one measurement. For [`axum::middleware::from_fn`], outermost.
pub async fn observed(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let method = method_name(request.method());
    let span = tracing::info_span!(
        "http.request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
    );
    let parent = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    propagation::continue_trace(&span, parent);
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    span.record("http.response.status_code", status.as_u16());
    let seconds = start.elapsed().as_secs_f64();
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.as_u16().to_string())];
    histogram!("epupns_http_request_duration_seconds", &labels).record(seconds);
    response
}

/// A method is the client's text: what is not usual must not become a metric.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}
