//! A page has what the gateway has left for it, and no more: it answers in time, and begins nothing when nothing is left.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use axum::{body::Body, extract::Request, http::request::Builder};
use chassis::grpc::Upstream;
use portal::Owners;
use tonic::transport::Channel;

use crate::{
    harness::{Answer, BROWSER, Portal},
    stand_ins::passport,
};

/// Long before any call would give up by itself.
const IN_TIME: Duration = Duration::from_secs(4);

/// Owners that may be reached and say nothing: the kernel accepts, and nobody reads.
struct Silent(TcpListener);

impl Silent {
    fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    fn all(&self) -> Owners {
        let owner = || -> Upstream {
            Channel::from_shared(format!("http://{}", self.0.local_addr().unwrap())).unwrap().connect_lazy()
        };
        Owners {
            identity: owner(),
            registration: owner(),
            verification: owner(),
            helpdesk: owner(),
            reporting: owner(),
        }
    }

    /// Whether anybody has come.
    fn was_called(&self) -> bool {
        self.0.set_nonblocking(true).unwrap();
        self.0.accept().is_ok()
    }
}

fn with_left(request: Builder, role: &str, left: &str) -> Builder {
    let request = request.header("x-epupns-client", BROWSER).header("x-epupns-left", left);
    request.header("epupns-passport", passport(role, if role == "employee" { "own" } else { "unit:A501" }))
}

/// Everything a signed-in person does, and who does it.
const DONE: [(&str, &str, &str); 9] = [
    (
        "employee",
        "/berkas/data-utama",
        "isian=nama&revisi.nama=0&semula.nama=&jawab.nama=PERBAIKAN&nilai.nama=SITI&lakukan=semua",
    ),
    ("employee", "/berkas/periksa", "declaration_version=1&agreed=on"),
    ("employee", "/berkas/tarik", ""),
    ("employee", "/bantuan/baru/nama_salah", "text=SITI"),
    ("verifier_1", "/petugas/konfirmasi", "do=search&query=SITI"),
    ("verifier_1", "/petugas/berkas", "query=SITI"),
    ("verifier_1", "/petugas/berkas/0198c0de-0000-7000-8000-000000000009", "do=save&key-0=nama&note-0=SITI"),
    ("verifier_1", "/petugas/berkas/0198c0de-0000-7000-8000-000000000009/ambil", ""),
    ("helpdesk", "/petugas/tiket/0198c0de-0000-7000-8000-000000000009", "resolution=answer&note=SITI"),
];

async fn send(portal: &Portal, (role, path, typed): (&str, &str, &str), left: &str) -> Answer {
    let token = portal.ask(with_left(Request::get("/masuk/kode"), role, "0"), Body::empty()).await;
    assert_eq!(token.status, 303);
    let token = portal.ask(with_left(Request::get("/cek-kartu"), role, "0"), Body::empty()).await.token();
    portal.ask(with_left(Request::post(path), role, left), Body::from(format!("{typed}&form_token={token}"))).await
}

#[tokio::test]
async fn what_is_left_is_all_that_a_page_takes_and_what_was_typed_is_kept() {
    let silent = Silent::new();
    let portal = Portal::of(silent.all());
    for done in DONE {
        let start = Instant::now();
        let page = send(&portal, done, "300").await;
        assert!(start.elapsed() < IN_TIME, "{}: {:?}", done.1, start.elapsed());
        assert_eq!(page.status, 503, "{}: {}", done.1, page.html);
        assert!(page.headers.contains_key("retry-after") && !page.html.contains("href=\"/masuk\""), "{}", page.html);
        assert_eq!(page.html.contains("SITI"), done.2.contains("SITI"), "{}: {}", done.1, page.html);
    }
    assert!(silent.was_called());
}

#[tokio::test]
async fn pages_that_can_do_without_are_shown_in_time() {
    let silent = Silent::new();
    let portal = Portal::of(silent.all());
    for (role, path) in
        [("employee", "/"), ("employee", "/beranda"), ("verifier_1", "/petugas"), ("employee", "/daftar")]
    {
        let start = Instant::now();
        let page = portal.ask(with_left(Request::get(path), role, "300"), Body::empty()).await;
        assert_eq!(page.status, 200, "{path}: {}", page.html);
        assert!(start.elapsed() < IN_TIME, "{path}: {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn nobody_is_asked_when_nothing_is_left() {
    let silent = Silent::new();
    let portal = Portal::of(silent.all());
    for done in DONE {
        let page = send(&portal, done, "0").await;
        assert_eq!(page.status, 503, "{}: {}", done.1, page.html);
    }
    for (role, path) in
        [("employee", "/"), ("employee", "/beranda"), ("employee", "/berkas"), ("verifier_1", "/petugas")]
    {
        let page = portal.ask(with_left(Request::get(path), role, "0"), Body::empty()).await;
        assert!([200, 503].contains(&page.status), "{path}: {}", page.html);
    }
    assert!(!silent.was_called());
}

#[tokio::test]
async fn what_one_had_no_time_for_is_known_to_the_next() {
    let portal = Portal::open().await;
    let hasty = portal.ask(with_left(Request::get("/"), "employee", "0"), Body::empty()).await;
    assert!(hasty.status == 200 && !hasty.html.contains("PUPNS 2026"), "{}", hasty.html);
    let next = portal.ask(with_left(Request::get("/"), "employee", "9000"), Body::empty()).await;
    assert!(next.html.contains("PUPNS 2026") && next.html.contains("<ul class=\"meters\">"), "{}", next.html);
}
