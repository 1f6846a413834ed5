//! The public port: anybody's HTTP, connections bounded in age as well, slow senders dropped.

#[cfg(test)]
mod tests;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use doorway::{
    door::{DRAIN, keep, to_its_end},
    served::Served,
};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Notify,
};
use tokio_util::sync::CancellationToken;
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
    /// Until what is in flight is given up, once it was asked to end.
    drain: Duration,
}

const PATIENCE: Patience = Patience { first: Duration::from_secs(10), age: Duration::from_mins(10), drain: DRAIN };

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
    let attend = |stream, address| {
        let (server, router, stop) = (server.clone(), router.clone(), stop.clone());
        async move { attend(patience, &server, stream, address, router, &stop).await }
    };
    keep(listener, connections, &stop, attend).await;
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
    let enough = async {
        stop.run_until_cancelled(outstayed).await;
    };
    let connection = server.serve_connection(TokioIo::new(stream), of(router, address, asked.clone()));
    to_its_end(connection, enough, patience.drain).await;
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
