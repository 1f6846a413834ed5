//! Every page, rendered by the real router, with the services behind it away or answering.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests: a panic is their way to fail")]

use axum::{body::Body, extract::Request};
use chassis::ambient::Clock;
use http_body_util::BodyExt as _;
use proto::{identity::v1 as id, registration::v1 as reg};
use tonic::transport::{Channel, Server};
use tower::ServiceExt as _;

mod stand_ins;

use stand_ins::{Identity, Registration, passport};

async fn channel(server: tonic::transport::server::Router) -> Channel {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(server.serve_with_incoming(tonic::transport::server::TcpIncoming::from(listener)));
    Channel::from_shared(format!("http://{address}")).unwrap().connect_lazy()
}

struct Answer {
    status: u16,
    headers: axum::http::HeaderMap,
    html: String,
}

struct Portal(axum::Router);

impl Portal {
    async fn open() -> Self {
        let identity = id::identity_service_server::IdentityServiceServer::new(Identity);
        let registration = reg::registration_service_server::RegistrationServiceServer::new(Registration);
        let identity = channel(Server::builder().add_service(identity)).await;
        let registration = channel(Server::builder().add_service(registration)).await;
        let app = portal::App::new(identity, registration, Clock::system());
        app.keys.replace(&stand_ins::jwks()).unwrap();
        Self(portal::router(app))
    }

    async fn ask(&self, request: Request) -> Answer {
        let (head, body) = self.0.clone().oneshot(request).await.unwrap().into_parts();
        let html = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Answer { status: head.status.as_u16(), headers: head.headers, html }
    }

    async fn get(&self, path: &str, passport: Option<&str>) -> Answer {
        let request = Request::get(path);
        let request = match passport {
            Some(passport) => request.header("epupns-passport", passport),
            None => request,
        };
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    async fn send(&self, path: &str, form: &'static str) -> Answer {
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(form)).unwrap()).await
    }
}

/// What holds for every page: a language, one heading, a way past the navigation, no script, nothing from elsewhere.
fn assert_page(page: &Answer, status: u16, heading: &str) {
    assert_eq!(page.status, status, "{}", page.html);
    assert!(page.html.contains("<html lang=\"id\">"));
    assert_eq!(page.html.matches("<h1").count(), 1, "{}", page.html);
    assert!(page.html.contains(heading), "{}", page.html);
    assert!(page.html.contains("href=\"#isi\"") && page.html.contains("id=\"isi\""));
    assert!(!page.html.contains("<script") && !page.html.contains("http://") && !page.html.contains("https://"));
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'self'") && policy.contains("script-src 'none'"));
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn every_page_renders_for_visitors_and_for_people_signed_in() {
    let portal = Portal::open().await;
    for (path, heading) in [("/", "Pendataan Ulang"), ("/daftar", "Daftar"), ("/status", "Cek status")] {
        assert_page(&portal.get(path, None).await, 200, heading);
        let signed_in = portal.get(path, Some(&passport("employee", "own"))).await;
        assert_page(&signed_in, 200, heading);
        assert!(signed_in.html.contains("Keluar"));
    }
    assert_page(&portal.get("/masuk", None).await, 200, "Masuk");
    assert_page(&portal.get("/tidak-ada", None).await, 404, "Halaman tidak ditemukan");
    let front = portal.get("/", None).await.html;
    assert!(front.contains("PUPNS 2026") && front.contains("1 Januari 2027 pukul 00.00 WIB"), "{front}");
    assert_eq!(portal.get("/aset/portal.css", None).await.headers["content-type"], "text/css; charset=utf-8");
}

#[tokio::test]
async fn home_says_who_is_signed_in_and_leads_others_to_the_sign_in() {
    let portal = Portal::open().await;
    let employee = portal.get("/beranda", Some(&passport("employee", "own"))).await;
    assert_page(&employee, 200, "Beranda");
    assert!(employee.html.contains("Pegawai Negeri Sipil") && employee.html.contains("Sudah dikonfirmasi"));
    let officer = portal.get("/beranda", Some(&passport("verifier_1", "unit:A501"))).await;
    assert!(officer.html.contains("Verifikator level 1") && officer.html.contains("Unit kerja A501"));
    assert!(!officer.html.contains("Sudah dikonfirmasi"));
    for forged in [None, Some("x"), Some("eyJhbGciOiJub25lIn0.e30.")] {
        let answer = portal.get("/beranda", forged).await;
        assert_eq!((answer.status, answer.headers["location"].to_str().unwrap()), (303, "/masuk"));
    }
}

#[tokio::test]
async fn an_employee_signs_in_and_the_gateway_gets_the_session() {
    let portal = Portal::open().await;
    let answer = portal.send("/masuk", "login=ABCD2345&password=right").await;
    assert_eq!((answer.status, answer.headers["location"].to_str().unwrap()), (303, "/beranda"));
    let session: serde_json::Value = serde_json::from_slice(answer.headers["x-epupns-session"].as_bytes()).unwrap();
    assert_eq!(session, serde_json::json!({ "access_token": "access", "refresh_token": "refresh" }));
    let left = portal.send("/keluar", "").await;
    assert_eq!((left.status, left.headers["x-epupns-session"].to_str().unwrap()), (303, "end"));
}

#[tokio::test]
async fn an_officer_proves_the_second_factor() {
    let portal = Portal::open().await;
    let asked = portal.send("/masuk", "login=officer&password=right").await;
    assert_page(&asked, 200, "Kode verifikasi");
    assert!(asked.html.contains("name=\"ticket\" value=\"sealed\""));
    let wrong = portal.send("/masuk/kode", "ticket=sealed&code=000000").await;
    assert_page(&wrong, 401, "Kode verifikasi tidak sesuai");
    let late = portal.send("/masuk/kode", "ticket=old&code=123456").await;
    assert_page(&late, 401, "Waktu untuk kode verifikasi sudah lewat");
    assert!(portal.send("/masuk/kode", "ticket=sealed&code=123+456").await.headers.contains_key("x-epupns-session"));
}

#[tokio::test]
async fn refusals_stand_on_top_and_beside_the_field_and_never_show_the_password() {
    let portal = Portal::open().await;
    let refused = portal.send("/masuk", "login=%3Cb%3Ex&password=hush-hush").await;
    assert_page(&refused, 401, "No Register dan Password tidak sesuai");
    assert!(refused.html.contains("role=\"alert\"") && refused.html.contains("aria-describedby=\"login-error\""));
    assert!(!refused.html.contains("<b>x") && !refused.html.contains("hush-hush"));
    assert_page(&portal.send("/masuk", "login=waiting&password=right").await, 403, "Data anda belum diverifikasi");
    let slowed = portal.send("/masuk", "login=slowed&password=right").await;
    assert_page(&slowed, 429, "Terlalu banyak percobaan");
    assert!(slowed.headers.contains_key("retry-after"));
}
