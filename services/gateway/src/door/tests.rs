#![allow(clippy::disallowed_methods, reason = "doors and their clients run beside the test")]
use axum::routing::get;
use bytes::Bytes;
use futures::stream::{self, StreamExt as _};
use http::Request;
use hyper::client::conn::http2;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    task::JoinHandle,
};

use super::*;

/// Long enough never to pass in a test.
const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(20);
/// What takes longer does not happen at all.
const NEVER: Duration = Duration::from_secs(20);
const ENDLESS: Patience = Patience { first: LONG, age: LONG, drain: LONG };

struct Door {
    address: SocketAddr,
    stop: CancellationToken,
    served: JoinHandle<anyhow::Result<()>>,
}

impl Door {
    /// With one place only.
    async fn open(patience: Patience) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let router = Router::new().route("/", get(async || "here")).route("/endless", get(async || endless()));
        let served = tokio::spawn(serve_with(patience, listener, router, 1, stop.clone()));
        Self { address, stop, served }
    }

    async fn connect(&self, send: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(send.as_bytes()).await.unwrap();
        stream
    }

    async fn stopped(self) {
        self.stop.cancel();
        soon(self.served).await.unwrap().unwrap();
    }
}

/// Begins, and never comes to its end.
fn endless() -> Body {
    let beginning = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::from_static(b"here"))]);
    Body::from_stream(beginning.chain(stream::pending()))
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(NEVER, future).await.expect("it happens soon")
}

async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|window| window == b"here") {
        assert_ne!(soon(stream.read_buf(&mut bytes)).await.unwrap(), 0, "closed before the answer");
    }
    String::from_utf8(bytes).unwrap()
}

async fn assert_closed(stream: &mut TcpStream) {
    // A reset is an end as well.
    soon(stream.read_to_end(&mut Vec::new())).await.unwrap_or_default();
}

#[tokio::test]
async fn a_full_door_hears_the_stop() {
    let door = Door::open(ENDLESS).await;
    let mut only = door.connect("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(answer(&mut only).await.starts_with("HTTP/1.1 200"));
    door.stopped().await;
}

#[tokio::test]
async fn who_does_not_finish_after_the_stop_is_given_up() {
    let door = Door::open(Patience { drain: SHORT, ..ENDLESS }).await;
    let mut slow = door.connect("GET /endless HTTP/1.1\r\nhost: x\r\n\r\n").await;
    answer(&mut slow).await;
    door.stopped().await;
}

#[tokio::test]
async fn who_asks_for_nothing_gives_the_place_to_the_next() {
    let door = Door::open(Patience { first: SHORT, drain: SHORT, ..ENDLESS }).await;
    for nothing in ["", "P", "PRI * HTTP/2.0\r\n\r\nSM", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0"] {
        let mut idle = door.connect(nothing).await;
        assert_closed(&mut idle).await;
    }
    door.stopped().await;
}

#[tokio::test]
async fn an_http_2_connection_is_asked_to_end_at_its_age() {
    let door = Door::open(Patience { age: SHORT, ..ENDLESS }).await;
    let stream = TcpStream::connect(door.address).await.unwrap();
    let (mut send, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    let connection = tokio::spawn(connection);
    let request = Request::get(format!("http://{}/", door.address)).body(Body::empty()).unwrap();
    assert_eq!(soon(send.send_request(request)).await.unwrap().status(), 200);
    // The sender is still held: only the door can have ended it.
    soon(connection).await.unwrap().unwrap();
    drop(send);
    let mut next = door.connect("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    answer(&mut next).await;
    door.stopped().await;
}
