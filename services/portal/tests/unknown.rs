//! Nobody could be asked who looks: the page says when to come back, keeps what was typed, and leads nobody to the sign-in.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, request::Builder},
};
use portal::Owners;
use proto::identity::v1::identity_service_server::IdentityServiceServer;
use tonic::transport::Server;
use worlds::{KEY, Key};

use crate::{
    harness::{Answer, BROWSER, Portal, assert_page, nobody, serve},
    stand_ins::{Identity, passport},
};

/// Language, heading, when to come back, that what was typed is kept, that secrets are not.
const SAID: [(&str, [&str; 4]); 2] = [
    (
        "id",
        [
            "Layanan sedang tidak dapat dihubungi",
            "Silakan coba lagi dalam 7 detik",
            "Isian Anda masih ada di halaman ini",
            "Kata sandi dan isian rahasia lainnya tidak disimpan",
        ],
    ),
    (
        "en",
        [
            "The service is away for the moment",
            "Please try again in 7 seconds",
            "What you typed is still in this page",
            "Passwords and other secrets are not kept",
        ],
    ),
];
const PERSONAL: [&str; 7] =
    ["/beranda", "/berkas", "/berkas/data-utama", "/petugas", "/petugas/konfirmasi", "/akses", "/bantuan/saya"];

fn nowhere() -> Owners {
    Owners {
        identity: nobody(),
        registration: nobody(),
        verification: nobody(),
        helpdesk: nobody(),
        reporting: nobody(),
    }
}

fn unknown(request: Builder, language: &str) -> Builder {
    let request = request.header("x-epupns-client", BROWSER).header("x-epupns-language", language);
    request.header("x-epupns-unknown", "7")
}

fn assert_unknown(page: &Answer, [heading, when, ..]: [&str; 4]) {
    assert_page(page, 503, heading);
    assert!(page.html.contains(when) && page.header("retry-after") == "7", "{}", page.html);
    for sign_in in ["/masuk", "Masuk", "Sign in"] {
        assert!(!page.html.contains(sign_in), "{sign_in}: {}", page.html);
    }
}

#[tokio::test]
async fn nobody_is_led_to_the_sign_in_in_either_language() {
    let portal = Portal::open().await;
    for (language, said) in SAID {
        for path in PERSONAL {
            let page = portal.ask(unknown(Request::get(path), language), Body::empty()).await;
            assert_unknown(&page, said);
            assert!(page.html.contains(&format!("href=\"{path}\"")), "{}", page.html);
        }
        // Who may be signed in is not asked to do so again.
        let page = portal.ask(unknown(Request::get("/masuk"), language), Body::empty()).await;
        assert_eq!((page.status, page.header("retry-after")), (503, "7"), "{}", page.html);
        assert!(!page.html.contains("name=\"password\""), "{}", page.html);
    }
}

#[tokio::test]
async fn who_looks_again_looks_at_the_same_place() {
    let portal = Portal::open().await;
    for (path, link) in [
        ("/bantuan/saya?lanjut=more%2Bof%2Fit", "/bantuan/saya?lanjut=more%2Bof%2Fit"),
        ("/petugas/kemajuan?instansi=A5", "/petugas/kemajuan?instansi=A5"),
        ("/petugas/tiket?jenis=a&lanjut=b", "/petugas/tiket?jenis=a&#38;lanjut=b"),
    ] {
        let page = portal.ask(unknown(Request::get(path), "id"), Body::empty()).await;
        assert!(page.status == 503 && page.html.contains(&format!("href=\"{link}\"")), "{path}: {}", page.html);
    }
}

#[tokio::test]
async fn what_was_typed_is_sent_again_with_one_press() {
    let portal = Portal::open().await;
    let employee = passport("employee", "own");
    let token = portal.get("/", Some(&employee)).await.token();
    let typed = "isian=nik&nilai.nik=3171236612860001&nilai.nama=%22%3Cb%3ESiti&lakukan=semua";
    for (language, said) in SAID {
        let form = Body::from(format!("{typed}&form_token={token}"));
        let page = portal.ask(unknown(Request::post("/berkas/data-utama"), language), form).await;
        assert_unknown(&page, said);
        for kept in [
            said[2],
            "action=\"/berkas/data-utama\"",
            "name=\"nilai.nik\" value=\"3171236612860001\"",
            "name=\"nilai.nama\" value=\"&#34;&#60;b&#62;Siti\"",
        ] {
            assert!(page.html.contains(kept), "{kept}: {}", page.html);
        }
        assert!(!page.html.contains(said[3]), "{}", page.html);
        assert_eq!(page.token(), token, "the same request, however often it is sent");
    }
    // Who signs out is out once identity can be asked.
    let page = portal.ask(unknown(Request::post("/keluar"), "id"), Body::from(format!("form_token={token}"))).await;
    let again = Request::post("/keluar").header("x-epupns-client", BROWSER).header("epupns-passport", employee);
    let out = portal.ask(again, Body::from(format!("form_token={}", page.token()))).await;
    assert_eq!((out.status, out.header("x-epupns-session")), (303, "end"));
}

#[tokio::test]
async fn a_secret_is_never_shown_again_and_that_is_said() {
    let portal = Portal::open().await;
    let token = portal.get("/kartu", None).await.token();
    for (language, said) in SAID {
        let form = Body::from(format!("nip=197501022014071004&password=hush-hush&nik=3573&form_token={token}"));
        let page = portal.ask(unknown(Request::post("/kartu"), language), form).await;
        assert_unknown(&page, said);
        assert!(page.html.contains("value=\"197501022014071004\"") && page.html.contains(said[3]), "{}", page.html);
        assert!(!page.html.contains("hush-hush") && !page.html.contains("3573"), "{}", page.html);
    }
}

#[tokio::test]
async fn nothing_of_a_form_of_another_browser_is_repeated() {
    let portal = Portal::open().await;
    let token = portal.get("/kartu", None).await.token();
    let elsewhere = unknown(Request::post("/kartu"), "id");
    let (other, client) = (HeaderName::from_static("x-epupns-client"), "another-browser-of-two 203.0.113.7");
    let mut elsewhere = elsewhere;
    elsewhere.headers_mut().unwrap().insert(other, client.parse().unwrap());
    for token in [token.as_str(), "", "forged"] {
        let mut request = Request::post("/kartu");
        *request.headers_mut().unwrap() = elsewhere.headers_ref().unwrap().clone();
        let page = portal.ask(request, Body::from(format!("nip=197501022014071004&form_token={token}"))).await;
        assert_page(&page, 403, "Formulir tidak dikenal");
        assert!(!page.html.contains("197501022014071004"), "{}", page.html);
    }
}

#[tokio::test]
async fn a_portal_that_has_just_started_does_not_take_people_for_strangers() {
    let portal = Portal::with_keys(nowhere(), r#"{"keys":[]}"#);
    for path in PERSONAL {
        let page = portal.get(path, Some(&passport("employee", "own"))).await;
        assert_page(&page, 503, "Layanan sedang tidak dapat dihubungi");
        assert!(page.headers.contains_key("retry-after") && !page.html.contains("/masuk"), "{}", page.html);
        // Who brings nothing is nobody all the same.
        assert_eq!(portal.get(path, None).await.header("location"), "/masuk");
    }
}

#[tokio::test]
async fn a_key_that_is_new_is_fetched_and_signs_nobody_out() {
    let (earlier, shown) = (Key { id: "k0", ..KEY }.jwks(), passport("employee", "own"));
    let identity = Server::builder().add_service(IdentityServiceServer::new(Identity));
    let portal = Portal::with_keys(Owners { identity: serve(identity).await, ..nowhere() }, &earlier);
    assert_page(&portal.get("/beranda", Some(&shown)).await, 200, "Beranda");

    // While identity does not give it, whoever brings a passport of that key is neither somebody nor nobody.
    let portal = Portal::with_keys(nowhere(), &earlier);
    for path in PERSONAL {
        let page = portal.get(path, Some(&shown)).await;
        assert_page(&page, 503, "Layanan sedang tidak dapat dihubungi");
        assert!(page.headers.contains_key("retry-after") && !page.html.contains("/masuk"), "{}", page.html);
    }
    let token = portal.get("/kartu", None).await.token();
    let form = Request::post("/kartu").header("x-epupns-client", BROWSER).header("epupns-passport", &shown);
    let page = portal.ask(form, Body::from(format!("nip=197501022014071004&form_token={token}"))).await;
    assert_page(&page, 503, "Layanan sedang tidak dapat dihubungi");
    assert!(page.html.contains("value=\"197501022014071004\"") && page.token() == token, "{}", page.html);
}

#[tokio::test]
async fn an_identity_that_gives_no_passport_on_leads_nobody_to_the_sign_in() {
    let portal = Portal::among(|owners| owners.identity = nobody()).await;
    for (role, paths) in [
        ("employee", &["/berkas", "/berkas/data-utama", "/akses", "/bantuan/saya"][..]),
        ("verifier_1", &["/petugas/konfirmasi", "/petugas/berkas", "/petugas/tiket"][..]),
    ] {
        for path in paths {
            let page = portal.get(path, Some(&passport(role, "unit:A501"))).await;
            assert_eq!(page.status, 503, "{path}: {}", page.html);
            assert!(!page.html.contains("href=\"/masuk\""), "{path}: {}", page.html);
            assert!(page.headers.contains_key("retry-after"), "{path}");
        }
    }
}

#[tokio::test]
async fn whatever_form_is_sent_while_everything_is_away_it_says_when_to_come_back() {
    let portal = Portal::of(nowhere());
    for (from, to, typed) in [
        ("/daftar", "/daftar", "nip=1&nik=2&challenge=x"),
        ("/status", "/status", "registration_number=1&challenge=x"),
        ("/kartu", "/kartu", "nip=1&password=p"),
        ("/kartu", "/daftar/cetak", "documents_token=t"),
        ("/cek-kartu", "/cek-kartu", "card_text=t"),
        ("/masuk", "/masuk", "login=l&password=p"),
        ("/masuk", "/masuk/kode", "ticket=t&code=1"),
        ("/masuk", "/bantuan/baru/nama_salah", "text=t"),
        ("/masuk", "/bantuan/status", "report_number=1&receipt_secret=s&challenge=x"),
    ] {
        let page = portal.send(from, to, typed).await;
        assert_eq!(page.status, 503, "{to}: {}", page.html);
        let seconds = page.header("retry-after");
        let said = format!("coba lagi dalam {seconds} detik");
        assert!(page.html.contains(&said), "{to}: {}", page.html);
    }
}
