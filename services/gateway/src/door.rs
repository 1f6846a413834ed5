//! The public port: connections bounded in number and age, slow senders dropped, what is in flight finished at the stop.

#[cfg(test)]
mod tests;

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{Router, body::Body, extract::ConnectInfo};
use doorway::served::Served;
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, Semaphore},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

/// How long the head of a request may take, also the next one on an idle connection.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
/// Bytes of request head at most.
const HEAD_BYTES: usize = 32 * 1024;
const STREAMS_PER_CONNECTION: u32 = 128;

/// How long a connection may hold its place.
#[derive(Clone, Copy)]
struct Patience {
    /// Until its first request has come: neither silence nor half a preface keeps a place.
    first: Duration,
    /// Until it is asked to end, however busy it is; an HTTP/2 connection may be kept open with pings alone.
    age: Duration,
    /// Until what is in flight is given up, once it was asked to end. Less than the process itself waits at its stop.
    drain: Duration,
}

const PATIENCE: Patience =
    Patience { first: Duration::from_secs(10), age: Duration::from_mins(10), drain: Duration::from_secs(18) };

/// Serves `router` on a bound port until `stop`, then lets what is in flight finish.
///
/// # Errors
/// Never after the start; the port is bound before.
pub async fn serve(
    listener: TcpListener,
    router: Served,
    connections: usize,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    serve_with(PATIENCE, listener, router.into(), connections, stop).await
}

async fn serve_with(
    patience: Patience,
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
    let open = TaskTracker::new();
    loop {
        // A full door must hear the stop too: the wait for a place is part of what the stop ends.
        let next = async { (places.clone().acquire_owned().await, listener.accept().await) };
        let (place, accepted) = tokio::select! {
            () = stop.cancelled() => break,
            next = next => next,
        };
        let place = place.context("the semaphore is never closed")?;
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, or a client that left already: neither ends the door.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let (server, router, stop) = (server.clone(), router.clone(), stop.clone());
        open.spawn(async move {
            attend(patience, &server, ready(stream), address, router, &stop).await;
            drop(place);
        });
    }
    drop(listener);
    open.close();
    open.wait().await;
    Ok(())
}

/// Serves one connection to its end, which comes after `age` + `drain` at the latest.
async fn attend(
    patience: Patience,
    server: &auto::Builder<TokioExecutor>,
    stream: TcpStream,
    address: SocketAddr,
    router: Router,
    stop: &CancellationToken,
) {
    let asked = Arc::new(Notify::new());
    let outstayed = async {
        if tokio::time::timeout(patience.first, asked.notified()).await.is_ok() {
            tokio::time::sleep(patience.age).await;
        }
    };
    let mut connection = pin!(server.serve_connection(TokioIo::new(stream), of(router, address, asked.clone())));
    let ended = tokio::select! {
        ended = connection.as_mut() => Ok(ended),
        _ = stop.run_until_cancelled(outstayed) => {
            connection.as_mut().graceful_shutdown();
            tokio::time::timeout(patience.drain, connection).await
        }
    };
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection ended early"),
        Err(_) => tracing::info!("a connection did not finish in time"),
    }
}

fn ready(stream: TcpStream) -> TcpStream {
    // Small answers must not wait for more; where it cannot be set they only come later.
    let _ = stream.set_nodelay(true);
    stream
}

/// The router, told where its requests come from; each of them is noted in `asked`.
fn of(
    router: Router,
    address: SocketAddr,
    asked: Arc<Notify>,
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
        asked.notify_one();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(address));
        router.clone().oneshot(request)
    });
    TowerToHyperService::new(told)
}
