//! The operators' port: liveness, readiness, metrics.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use futures::future::BoxFuture;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

/// Answers whether the process can do its work now; the text says what is missing.
pub type ReadyFn = Arc<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// Longer than that and the answer is no.
const READY_WITHIN: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Ops {
    metrics: PrometheusHandle,
    ready: ReadyFn,
    stopping: CancellationToken,
}

/// Serves the port until `closed`; after `stopping` readiness says no, so that no new work is sent here.
///
/// # Errors
/// The port is taken; the message names it.
pub async fn serve(
    address: SocketAddr,
    metrics: PrometheusHandle,
    ready: ReadyFn,
    stopping: CancellationToken,
    closed: CancellationToken,
) -> anyhow::Result<()> {
    let router = Router::new()
        .route("/livez", get(async || "alive"))
        .route("/readyz", get(readyz))
        .route("/metrics", get(async |State(ops): State<Ops>| ops.metrics.render()))
        .with_state(Ops { metrics, ready, stopping });
    let listener =
        tokio::net::TcpListener::bind(address).await.with_context(|| format!("listening on {address} (operators)"))?;
    axum::serve(listener, router).with_graceful_shutdown(closed.cancelled_owned()).await.context("serving operators")
}

async fn readyz(State(ops): State<Ops>) -> Response {
    if ops.stopping.is_cancelled() {
        return not_ready("stopping".to_owned());
    }
    match tokio::time::timeout(READY_WITHIN, (ops.ready)()).await {
        Ok(Ok(())) => "ready".into_response(),
        Ok(Err(missing)) => not_ready(missing),
        Err(_) => not_ready("not within 2 s".to_owned()),
    }
}

fn not_ready(missing: String) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")], missing).into_response()
}
