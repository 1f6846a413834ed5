//! The public port: connections bounded, slow senders dropped, what is in flight finished at the stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How long the head of a request may take, also the next one on an idle connection.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// Bytes of request head at most.
const HEAD_BYTES: usize = 32 * 1024;
const STREAMS_PER_CONNECTION: u32 = 128;
const DRAIN: Duration = Duration::from_secs(18);

/// Serves `router` on a bound port until `stop`, then lets what is in flight finish.
///
/// # Errors
/// Never after the start; the port is bound before.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections: usize,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let mut server = auto::Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_buf_size(HEAD_BYTES);
    server.http2().timer(TokioTimer::new()).max_concurrent_streams(STREAMS_PER_CONNECTION);
    server.http2().keep_alive_interval(Some(HEAD_WITHIN)).max_header_list_size(u32::try_from(HEAD_BYTES)?);
    let places = Arc::new(Semaphore::new(connections));
    let open = GracefulShutdown::new();
    loop {
        let place = places.clone().acquire_owned().await.context("the semaphore is never closed")?;
        let (stream, address) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, or a client that left already: neither ends the door.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let connection = server.serve_connection(TokioIo::new(ready(stream)), of(router.clone(), address)).into_owned();
        let connection = open.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, open.shutdown()).await.is_err() {
        tracing::warn!("some connections did not finish in time");
    }
    Ok(())
}

fn ready(stream: TcpStream) -> TcpStream {
    // Small answers must not wait for more; where it cannot be set they only come later.
    let _ = stream.set_nodelay(true);
    stream
}

/// The router, told where its requests come from.
fn of(
    router: Router,
    address: SocketAddr,
) -> TowerToHyperService<
    impl tower::Service<
        http::Request<Incoming>,
        Response = axum::response::Response,
        Error = std::convert::Infallible,
        Future: Send,
    > + Clone
    + Send,
> {
    let told = tower::service_fn(move |request: http::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        router.clone().oneshot(request)
    });
    TowerToHyperService::new(told)
}
