//! The smallest HTTP question: is this address answering, and with which status?

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(2);

/// Status and body of `GET path`, or `None` when nobody answers within two seconds.
pub(crate) async fn get(address: SocketAddr, path: &str) -> Option<(u16, String)> {
    timeout(PATIENCE, async {
        let mut stream = TcpStream::connect(address).await.ok()?;
        // HTTP/1.0: the answer comes in one piece, which ends with the connection.
        let request = format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.take(64 * 1024).read_to_end(&mut answer).await.ok()?;
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1)?.parse().ok()?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned();
        Some((status, body))
    })
    .await
    .ok()?
}
