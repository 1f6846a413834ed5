//! Indonesian, or English where it was chosen.

use axum::{body::Body, extract::Request};

use crate::harness::{BROWSER, Portal};

#[tokio::test]
async fn pages_are_in_the_language_that_was_chosen() {
    let portal = Portal::open().await;
    let indonesian = portal.get("/masuk", None).await.html;
    assert!(indonesian.contains("<html lang=\"id\">") && indonesian.contains("Kata kunci"));
    let english = Request::get("/masuk").header("x-epupns-client", BROWSER).header("x-epupns-language", "en");
    let english = portal.ask(english, Body::empty()).await.html;
    assert!(english.contains("<html lang=\"en\">") && english.contains("Password") && !english.contains("Kata kunci"));
}

#[tokio::test]
async fn a_refusal_is_said_in_it_too() {
    let portal = Portal::open().await;
    let token = portal.get("/masuk", None).await.token();
    let english = Request::post("/masuk").header("x-epupns-client", BROWSER).header("x-epupns-language", "en");
    let refused = portal.ask(english, Body::from(format!("login=x&password=y&form_token={token}"))).await;
    assert!(refused.html.contains("Registration number and password do not fit."), "{}", refused.html);
    assert!(refused.html.contains("<title>There is a problem: Sign in"), "{}", refused.html);
}

#[tokio::test]
async fn choosing_sets_a_cookie_and_leads_back() {
    let portal = Portal::open().await;
    let chosen = portal.send("/masuk", "/bahasa", "language=en&back=%2Fmasuk").await;
    assert_eq!((chosen.status, chosen.header("location")), (303, "/masuk"));
    let cookie = chosen.header("set-cookie");
    for part in ["__Host-epupns-language=en;", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let searched =
        portal.send("/masuk", "/bahasa", "language=en&back=%2Fdaftar%3Ftantangan%3Dgambar%26x%3Da%252Bb").await;
    assert_eq!((searched.status, searched.header("location")), (303, "/daftar?tantangan=gambar&x=a%2Bb"));
    let elsewhere = portal.send("/masuk", "/bahasa", "language=zz&back=%2F%2Fevil").await;
    assert_eq!(elsewhere.header("location"), "/");
    assert!(elsewhere.header("set-cookie").starts_with("__Host-epupns-language=id;"));
}

#[tokio::test]
async fn the_switch_knows_the_query_of_its_page_and_no_other_host() {
    let portal = Portal::open().await;
    let page = portal.get("/masuk?lanjut=a%2Bb&x=%22%3E", None).await.html;
    assert!(page.contains(r#"name="back" value="/masuk?lanjut=a%2Bb&#38;x=%22%3E""#), "{page}");
    let elsewhere = portal.get("//evil.example/masuk?x=1", None).await.html;
    assert!(elsewhere.contains(r#"name="back" value="/evil.example/masuk?x=1""#), "{elsewhere}");
}
