//! The token that every form carries.

use axum::{body::Body, extract::Request};
use time::Duration;

use crate::{
    harness::{BROWSER, Portal, assert_page},
    stand_ins::{passport, passport_of},
};

const TYPED: &str = "login=ABCD2345&password=right";

#[tokio::test]
async fn a_form_without_a_token_or_with_another_browsers_does_nothing() {
    let portal = Portal::open().await;
    for token in ["", "x", &"A".repeat(200)] {
        let refused = portal.send_with("/masuk", token, TYPED).await;
        assert_page(&refused, 403, "Formulir tidak dikenal");
        assert!(!refused.html.contains("ABCD2345"), "a stranger's form is not repeated");
    }
    let token = portal.get("/masuk", None).await.token();
    let elsewhere = Request::post("/masuk").header("x-epupns-client", "another-browser-of-two 203.0.113.7");
    let refused = portal.ask(elsewhere, Body::from(format!("{TYPED}&form_token={token}"))).await;
    assert_page(&refused, 403, "Formulir tidak dikenal");
}

#[tokio::test]
async fn a_form_lasts_twelve_hours_and_comes_back_with_what_is_no_secret() {
    let portal = Portal::open().await;
    let token = portal.get("/masuk", None).await.token();
    portal.clock.turn(Duration::hours(12) + Duration::seconds(5));
    let expired = portal.send_with("/masuk", &token, "login=%22%3Cb%3E&password=right").await;
    assert_page(&expired, 403, "Formulir ini kedaluwarsa, silakan kirim sekali lagi");
    assert!(expired.html.contains("name=\"login\" value=\"&#34;&#60;b&#62;\""), "{}", expired.html);
    assert!(!expired.html.contains("right\"") && !expired.html.contains("name=\"password\""));
    assert_eq!(portal.send_with("/masuk", &expired.token(), TYPED).await.status, 303);
}

#[tokio::test]
async fn a_form_belongs_to_who_was_signed_in_when_it_was_shown() {
    let portal = Portal::open().await;
    let token = portal.get("/", Some(&passport("employee", "own"))).await.token();
    assert_page(&portal.send_with("/keluar", &token, "").await, 403, "Formulir ini kedaluwarsa");
    let own = Request::post("/keluar").header("x-epupns-client", BROWSER);
    let own = own.header("epupns-passport", passport("employee", "own"));
    assert_eq!(portal.ask(own, Body::from(format!("form_token={token}"))).await.status, 303);
}

#[tokio::test]
async fn nobody_sends_what_somebody_else_has_typed_at_the_same_browser() {
    let portal = Portal::open().await;
    let token = portal.get("/", Some(&passport("employee", "own"))).await.token();
    let next = passport_of("0198c0de-0000-7000-8000-0000000000ff", "employee", "own");
    let request = Request::post("/berkas/data-utama").header("x-epupns-client", BROWSER);
    let request = request.header("epupns-passport", next);
    let refused = portal.ask(request, Body::from(format!("form_token={token}&isian=alamat&nilai.alamat=Jauh"))).await;
    assert_page(&refused, 403, "Formulir tidak dikenal");
    assert!(!refused.html.contains("Jauh"), "{}", refused.html);
}
