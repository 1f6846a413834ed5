//! Connections to the portal: we show our certificate, and it must show one with its name.

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::http::Uri;
use chassis::{settings::TlsSettings, tls};
use futures::future::BoxFuture;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::{
    client::legacy::connect::{Connected, Connection, HttpConnector},
    rt::TokioIo,
};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream, rustls::pki_types::ServerName};
use tower::{BoxError, Service};

/// Makes connections.
#[derive(Clone)]
pub(super) struct Connector {
    tcp: HttpConnector,
    tls: TlsConnector,
    name: ServerName<'static>,
    /// How long the portal may take until both know each other.
    within: Duration,
}

impl Connector {
    /// As the owner of the certificate in `settings`.
    pub(super) fn new(settings: &TlsSettings, within: Duration) -> anyhow::Result<Self> {
        let (config, name) = tls::http_client(settings, "portal")?;
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        // `https` is what comes after it.
        tcp.enforce_http(false);
        Ok(Self { tcp, tls: TlsConnector::from(Arc::new(config)), name, within })
    }
}

impl Service<Uri> for Connector {
    type Response = Secured;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Secured, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let (tls, name, within) = (self.tls.clone(), self.name.clone(), self.within);
        let reached = self.tcp.call(address);
        Box::pin(async move {
            let known = async { Ok::<_, BoxError>(tls.connect(name, reached.await?.into_inner()).await?) };
            let stream = tokio::time::timeout(within, known).await.map_err(|_| "no connection in time")??;
            Ok(Secured(TokioIo::new(stream)))
        })
    }
}

/// A connection to the portal.
pub(super) struct Secured(TokioIo<TlsStream<TcpStream>>);

impl Connection for Secured {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl Read for Secured {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl Write for Secured {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
