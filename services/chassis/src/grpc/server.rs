//! The door: mTLS, gate, health, limits, graceful stop.

use std::{net::SocketAddr, time::Duration};

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tokio_util::sync::CancellationToken;
use tonic::{service::Routes, transport::Server};

use super::gate::Gate;
use crate::{settings::TlsSettings, tls};

const MAX_CONNECTION_AGE: Duration = Duration::from_secs(30 * 60);
/// How many calls one connection may have in flight.
const MAX_STREAMS: u32 = 1024;

/// A bound port, not yet served.
pub struct Door {
    listener: TcpListener,
}

impl Door {
    /// Binds the port.
    ///
    /// # Errors
    /// It is taken; the message names it.
    pub async fn bind(address: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
        Ok(Self { listener })
    }

    /// The address, also when port 0 was asked for.
    ///
    /// # Errors
    /// The socket is gone.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop`, then lets what is in flight finish.
    ///
    /// # Errors
    /// Certificates cannot be read, or the port fails.
    pub async fn serve(
        self,
        routes: Routes,
        gate: Gate,
        tls: &TlsSettings,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        let (health, health_service) = tonic_health::server::health_reporter();
        health.set_service_status("", tonic_health::ServingStatus::Serving).await;
        let server = Server::builder()
            .tls_config(tls::server(tls)?)?
            .tcp_nodelay(true)
            .http2_keepalive_interval(Some(Duration::from_secs(20)))
            .max_connection_age(MAX_CONNECTION_AGE)
            .max_concurrent_streams(MAX_STREAMS)
            .layer(gate)
            .add_routes(routes)
            .add_service(health_service);
        let draining = async move {
            stop.cancelled().await;
            health.set_service_status("", tonic_health::ServingStatus::NotServing).await;
        };
        let incoming = TcpListenerStream::new(self.listener);
        server.serve_with_incoming_shutdown(incoming, draining).await.context("serving gRPC")
    }
}
