//! A portal that says what it was sent and by whom, and does as the path wishes.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::Request,
    http::StatusCode,
    routing::any,
};
use chassis::tls::{self, Peer};
use futures::stream::{self, StreamExt as _};
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use serde_json::json;
use stack::Leaf;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use worlds::tls_settings;

use super::{super::access_token, SESSION};

/// Its address. It shows this certificate.
pub(crate) async fn portal(shown: Leaf) -> String {
    let config = tls::http_server(&tls_settings(shown)).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let peer = Peer::from_certificate(&stream.get_ref().1.peer_certificates().unwrap()[0]);
            let service = TowerToHyperService::new(pages().layer(Extension(peer)));
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    format!("https://{address}")
}

fn pages() -> Router {
    let page = any(async |Extension(peer): Extension<Option<Peer>>, request: Request| {
        let path = request.uri().path();
        let said = match path {
            "/in" => Some(json!({ "access_token": access_token(SESSION), "refresh_token": "next" }).to_string()),
            "/out" => Some("end".to_owned()),
            "/babble" => Some("neither tokens nor an end".to_owned()),
            _ => None,
        };
        let sent = request.headers().iter().map(|(name, value)| format!("{name}: {value:?}"));
        let sent: Vec<String> = sent.chain([format!("peer: {peer:?}")]).collect();
        let body = if path == "/endless" { endless() } else { Body::from(sent.join("\n")) };
        let wish = said.map(|said| [("x-epupns-session", said)]);
        let status = if path == "/away" { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
        let kind = if path == "/daftar" { "text/html; charset=utf-8" } else { "text/plain" };
        (status, wish, [("content-type", kind)], body)
    });
    Router::new().fallback(page)
}

/// Begins, and never comes to its end.
fn endless() -> Body {
    let beginning = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::from_static(b"here"))]);
    Body::from_stream(beginning.chain(stream::pending()))
}
