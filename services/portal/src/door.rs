//! The portal's port: HTTPS that shows our certificate, asks for one of our authority, and serves the gateway alone.

#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use axum::Router;
use chassis::tls::Peer;
use doorway::{
    door::{DRAIN, keep, to_its_end},
    served::Served,
};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use kernel::ServiceName;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig, server::TlsStream};
use tokio_util::sync::CancellationToken;

/// Connections at once; a gateway makes one for each page that it waits for. Further ones wait in the kernel's queue.
const CONNECTIONS: usize = 8192;

/// How long a peer may take.
#[derive(Clone, Copy)]
struct Patience {
    /// Until it has shown who it is.
    handshake: Duration,
    /// Until the head of the next request has come. Longer than the gateway keeps an idle connection: who ends it is the
    /// one who would otherwise write into a closing one.
    head: Duration,
    /// Until what is in flight is given up after the stop.
    drain: Duration,
}

const PATIENCE: Patience = Patience { handshake: Duration::from_secs(5), head: Duration::from_secs(60), drain: DRAIN };

/// Serves `router` to the gateway on a bound port until `stop`, then lets what is in flight finish.
pub(crate) async fn serve(listener: TcpListener, router: Served, config: ServerConfig, stop: CancellationToken) {
    serve_with(PATIENCE, listener, router.into(), config, stop).await;
}

async fn serve_with(
    patience: Patience,
    listener: TcpListener,
    router: Router,
    config: ServerConfig,
    stop: CancellationToken,
) {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let attend = |stream, _| {
        let (acceptor, router, stop) = (acceptor.clone(), router.clone(), stop.clone());
        async move {
            let known = tokio::time::timeout(patience.handshake, introduced(&acceptor, stream));
            if let Some(Ok(Some(stream))) = stop.run_until_cancelled(known).await {
                attend(patience, stream, router, &stop).await;
            }
        }
    };
    keep(listener, CONNECTIONS, &stop, attend).await;
}

/// The connection, if it is the gateway's. Nobody else's first byte of a request is read.
async fn introduced(acceptor: &TlsAcceptor, stream: TcpStream) -> Option<TlsStream<TcpStream>> {
    let stream = match acceptor.accept(stream).await {
        Ok(stream) => stream,
        Err(error) => {
            tracing::info!(%error, "a peer without a certificate of this system was turned away");
            return None;
        }
    };
    let shown = stream.get_ref().1.peer_certificates().and_then(|shown| Peer::from_certificate(shown.first()?));
    if shown == Some(Peer::Service(ServiceName::Gateway)) {
        Some(stream)
    } else {
        tracing::warn!(peer = ?shown, "a peer that is not the gateway was turned away");
        None
    }
}

/// Serves one connection to its end.
async fn attend(patience: Patience, stream: TlsStream<TcpStream>, router: Router, stop: &CancellationToken) {
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let connection = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    to_its_end(connection, stop.cancelled(), patience.drain).await;
}
