#![allow(clippy::disallowed_methods, reason = "doors and their clients run beside the test")]
use axum::routing::get;
use chassis::tls;
use stack::{Leaf, Pki, Program};
use tempfile::TempDir;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    sync::Notify,
    task::JoinHandle,
};
use tokio_rustls::{
    TlsConnector, client,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, pem::PemObject as _},
    },
};
use worlds::tls_settings;

use super::*;

/// Long enough never to pass in a test.
const LONG: Duration = Duration::from_secs(600);
const SHORT: Duration = Duration::from_millis(20);
/// What takes longer does not happen at all.
const NEVER: Duration = Duration::from_secs(20);
const ENDLESS: Patience = Patience { handshake: LONG, head: LONG, drain: LONG };
const QUESTION: &[u8] = b"GET /page HTTP/1.1\r\nhost: portal\r\nconnection: close\r\n\r\n";

struct Door {
    _dir: TempDir,
    pki: Pki,
    address: std::net::SocketAddr,
    /// Told when somebody asks for `/slow`.
    asked: Arc<Notify>,
    /// Lets `/slow` answer.
    answer: Arc<Notify>,
    stop: CancellationToken,
    served: JoinHandle<()>,
}

impl Door {
    async fn open(patience: Patience) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::open(dir.path()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, answer) = (Arc::<Notify>::default(), Arc::<Notify>::default());
        let waits = (asked.clone(), answer.clone());
        let slow = get(async move || {
            waits.0.notify_one();
            waits.1.notified().await;
            "at last"
        });
        let router = Router::new().route("/page", get(async || "a page")).route("/slow", slow);
        let stop = CancellationToken::new();
        let config = tls::http_server(&tls_settings(pki.of(Program::Portal))).unwrap();
        let served = tokio::spawn(serve_with(patience, listener, router, config, stop.clone()));
        Self { _dir: dir, pki, address, asked, answer, stop, served }
    }

    async fn reach(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// A connection of somebody who shows this certificate.
    async fn enter(&self, leaf: Leaf) -> std::io::Result<client::TlsStream<TcpStream>> {
        let (config, name) = tls::http_client(&tls_settings(leaf), "portal").unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, self.reach().await).await
    }

    async fn stopped(self) {
        self.stop.cancel();
        soon(self.served).await.unwrap();
    }
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(NEVER, future).await.expect("it happens soon")
}

/// All that comes back for the question; nothing where the connection is closed instead, by whatever means.
async fn answered(stream: std::io::Result<impl AsyncRead + AsyncWrite + Unpin>) -> String {
    let Ok(mut stream) = stream else { return String::new() };
    let mut answer = Vec::new();
    let exchange = async {
        stream.write_all(QUESTION).await?;
        stream.read_to_end(&mut answer).await
    };
    let _ = soon(exchange).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn the_gateway_is_served() {
    let door = Door::open(ENDLESS).await;
    let answer = answered(door.enter(door.pki.of(Program::Gateway)).await).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("a page"), "{answer}");
    door.stopped().await;
}

#[tokio::test]
async fn nobody_else_of_this_system_is() {
    let door = Door::open(ENDLESS).await;
    let others = Program::ALL.into_iter().filter(|program| *program != Program::Gateway);
    let leaves = others.map(|program| door.pki.of(program)).chain([door.pki.operator()]);
    for leaf in leaves {
        let shown = leaf.certificate.display().to_string();
        assert_eq!(answered(door.enter(leaf).await).await, "", "{shown}");
    }
    door.stopped().await;
}

#[tokio::test]
async fn a_gateway_of_another_authority_is_nobody() {
    let door = Door::open(ENDLESS).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let stranger = Pki::open(elsewhere.path()).unwrap().of(Program::Gateway);
    // It believes the portal, but is not believed.
    let leaf = Leaf { ca: door.pki.of(Program::Gateway).ca, ..stranger };
    assert_eq!(answered(door.enter(leaf).await).await, "");
    door.stopped().await;
}

#[tokio::test]
async fn without_a_certificate_there_is_no_answer() {
    let door = Door::open(ENDLESS).await;
    let authority = CertificateDer::from_pem_file(door.pki.of(Program::Gateway).ca).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(authority).unwrap();
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = "portal.epupns.svc".try_into().unwrap();
    let stream = TlsConnector::from(Arc::new(config)).connect(name, door.reach().await).await;
    assert_eq!(answered(stream).await, "");
    // Plain HTTP gets a TLS alert at most.
    assert!(!answered(Ok(door.reach().await)).await.contains("HTTP"));
    door.stopped().await;
}

#[tokio::test]
async fn who_does_not_introduce_itself_is_let_go() {
    let door = Door::open(Patience { handshake: SHORT, ..ENDLESS }).await;
    let mut silent = door.reach().await;
    assert_eq!(soon(silent.read_to_end(&mut Vec::new())).await.unwrap_or_default(), 0);
    door.stopped().await;
}

#[tokio::test]
async fn an_idle_connection_is_ended() {
    let door = Door::open(Patience { head: SHORT, ..ENDLESS }).await;
    let mut idle = door.enter(door.pki.of(Program::Gateway)).await.unwrap();
    let _ = soon(idle.read_to_end(&mut Vec::new())).await;
    door.stopped().await;
}

#[tokio::test]
async fn the_stop_waits_for_the_page_in_flight_and_not_for_idle_connections() {
    let door = Door::open(ENDLESS).await;
    let idle = door.enter(door.pki.of(Program::Gateway)).await.unwrap();
    let _half_introduced = door.reach().await;
    let mut busy = door.enter(door.pki.of(Program::Gateway)).await.unwrap();
    busy.write_all(b"GET /slow HTTP/1.1\r\nhost: portal\r\n\r\n").await.unwrap();
    soon(door.asked.notified()).await;
    door.stop.cancel();
    door.answer.notify_one();
    let mut answer = Vec::new();
    let _ = soon(busy.read_to_end(&mut answer)).await;
    assert!(String::from_utf8_lossy(&answer).ends_with("at last"));
    door.stopped().await;
    drop(idle);
}

#[tokio::test]
async fn what_does_not_finish_after_the_stop_is_given_up() {
    let door = Door::open(Patience { drain: SHORT, ..ENDLESS }).await;
    let mut stuck = door.enter(door.pki.of(Program::Gateway)).await.unwrap();
    stuck.write_all(b"GET /slow HTTP/1.1\r\nhost: portal\r\n\r\n").await.unwrap();
    soon(door.asked.notified()).await;
    door.stopped().await;
}
