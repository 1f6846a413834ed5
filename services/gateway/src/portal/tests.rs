use std::sync::Arc;

use chassis::tls;
use http_body_util::BodyExt as _;
use stack::{Pki, Program};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use worlds::tls_settings;

use super::*;

/// Long enough never to pass in a test.
const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(20);
/// What takes longer does not happen at all.
const NEVER: Duration = Duration::from_secs(20);

/// A port where a portal could be.
struct Port {
    _dir: TempDir,
    pki: Pki,
    listener: TcpListener,
}

impl Port {
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::open(dir.path()).unwrap();
        Self { _dir: dir, pki, listener: TcpListener::bind("127.0.0.1:0").await.unwrap() }
    }

    /// What the gateway makes of this address.
    fn portal(&self, patience: Duration) -> Portal {
        let address = format!("https://{}", self.listener.local_addr().unwrap());
        Portal::with_patience(&address, &tls_settings(self.pki.of(Program::Gateway)), patience).unwrap()
    }

    /// The next who comes, shown the certificate of `program`, with the head of the first request read.
    async fn asked_as(&self, program: Program) -> std::io::Result<TlsStream<TcpStream>> {
        let config = tls::http_server(&tls_settings(self.pki.of(program))).unwrap();
        let (stream, _) = self.listener.accept().await?;
        let mut stream = TlsAcceptor::from(Arc::new(config)).accept(stream).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut head).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(stream)
    }
}

fn question(portal: &Portal) -> Request {
    Request::get(portal.address_of(&Uri::from_static("/page?q=1"))).body(Body::empty()).unwrap()
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(NEVER, future).await.expect("it happens soon")
}

#[test]
fn the_way_to_the_portal_is_https() {
    let tls = TlsSettings { tls_ca_file: "".into(), tls_cert_file: "".into(), tls_key_file: "".into() };
    let refused = Portal::new("http://portal:8080", &tls).err().unwrap();
    assert_eq!(refused.to_string(), "http://portal:8080 is not https://host:port");
}

#[tokio::test]
async fn nobody_but_the_portal_hears_the_question() {
    let port = Port::open().await;
    let portal = port.portal(LONG);
    let (answer, asked) =
        soon(async { tokio::join!(portal.ask(question(&portal), LONG), port.asked_as(Program::Registration)) }).await;
    assert!(answer.is_none());
    // The handshake failed, or ended before a request came.
    assert!(asked.is_err(), "the impostor is told nothing");
}

#[tokio::test]
async fn a_portal_that_does_not_introduce_itself_is_not_waited_for() {
    let port = Port::open().await;
    let portal = port.portal(SHORT);
    // The kernel accepts the connection, and nobody reads it.
    assert!(soon(portal.ask(question(&portal), LONG)).await.is_none());
}

#[tokio::test]
async fn a_portal_that_does_not_answer_is_not_waited_for() {
    let port = Port::open().await;
    let portal = port.portal(LONG);
    let silent = async {
        // The gateway may have lost its patience during the handshake.
        let Ok(mut stream) = port.asked_as(Program::Portal).await else { return };
        // Ends when the other side does.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    };
    let (answer, ()) = soon(async { tokio::join!(portal.ask(question(&portal), SHORT), silent) }).await;
    assert!(answer.is_none());
}

#[tokio::test]
async fn a_portal_is_not_even_asked_when_no_time_is_left() {
    let port = Port::open().await;
    let portal = port.portal(LONG);
    assert!(soon(portal.ask(question(&portal), Duration::ZERO)).await.is_none());
    assert!(futures::FutureExt::now_or_never(port.listener.accept()).is_none(), "nobody has come");
}

#[tokio::test]
async fn an_answer_passes_on_as_it_comes() {
    let port = Port::open().await;
    let portal = port.portal(LONG);
    let begin = async {
        let mut stream = port.asked_as(Program::Portal).await.unwrap();
        let beginning = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhere\r\n";
        stream.write_all(beginning).await.unwrap();
        stream
    };
    let (answer, mut stream) = soon(async { tokio::join!(portal.ask(question(&portal), LONG), begin) }).await;
    let mut body = answer.unwrap().into_body();
    assert_eq!(soon(body.frame()).await.unwrap().unwrap().into_data().unwrap(), "here");
    stream.write_all(b"3\r\nend\r\n0\r\n\r\n").await.unwrap();
    assert_eq!(soon(body.frame()).await.unwrap().unwrap().into_data().unwrap(), "end");
}
