//! Who asks.

use axum::{body::Body, extract::Request};
use serde_json::json;

use crate::harness::{Door, ENDED_SESSION, KEY, SESSION, access_token, now, post};

#[tokio::test]
async fn a_bearer_or_a_cookie_says_who_one_is() {
    let door = Door::open().await;
    let me = door.get("/v1/me", Some(&access_token(SESSION))).await;
    assert_eq!(me.json()["role"], "verifier_1");
    assert_eq!(me.json()["jurisdiction"], json!({ "kind": "unit", "code": "A501" }));
    let cookie = Request::get("/v1/me").header("cookie", format!("__Host-epupns={}", access_token(SESSION)));
    assert_eq!(door.ask(cookie.body(Body::empty()).unwrap()).await.json()["session_id"], SESSION);
}

#[tokio::test]
async fn without_a_live_session_nothing_opens() {
    let door = Door::open().await;
    let nobody = door.get("/v1/me", None).await;
    assert_eq!((nobody.status, nobody.code().as_str()), (401, "SESSION_REQUIRED"));
    assert_eq!(nobody.headers["www-authenticate"], "Bearer");
    assert_eq!(door.get("/v1/me", Some(&access_token(ENDED_SESSION))).await.code(), "SESSION_ENDED");
    let expired = KEY.sign(&json!({ "iss": "epupns-identity", "aud": "public", "sid": SESSION, "exp": now() - 1 }));
    let passport =
        KEY.sign(&json!({ "iss": "epupns-identity", "aud": "registration", "sid": SESSION, "exp": now() + 60 }));
    for token in [expired.as_str(), passport.as_str(), "eyJhbGciOiJub25lIn0.e30.", "x"] {
        assert_eq!(door.get("/v1/me", Some(token)).await.code(), "SESSION_INVALID");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let door = Door::open().await;
    let token = access_token(SESSION);
    let request = Request::delete("/v1/sessions/current").header("authorization", format!("Bearer {token}"));
    let ended = door.ask(request.body(Body::empty()).unwrap()).await;
    assert_eq!(ended.status, 204);
    assert!(ended.cookies().iter().all(|cookie| cookie.contains("Max-Age=0")), "{:?}", ended.cookies());
    assert_eq!(door.get("/v1/me", Some(&token)).await.code(), "SESSION_ENDED");
}

#[tokio::test]
async fn one_passport_serves_many_requests_of_a_session() {
    let door = Door::open().await;
    for _ in 0..5 {
        let request = post("/v1/registration-confirmations/searches");
        let request = request.header("authorization", format!("Bearer {}", access_token(SESSION)));
        let answer = door.ask(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    assert_eq!(door.issued_passports(), 1);
}

#[tokio::test]
async fn signing_in_answers_in_the_sentences_that_people_know() {
    let door = Door::open().await;
    let sign_in = async |login: &str| door.post("/v1/sessions", json!({ "login": login, "password": "p" })).await;
    let refused = sign_in("anyone").await;
    assert_eq!((refused.status, &refused.json()["title"]), (401, &json!("No Register dan Password tidak sesuai")));
    let waiting = sign_in("waiting").await;
    assert_eq!(waiting.status, 403);
    assert!(waiting.json()["title"].as_str().unwrap().starts_with("Data anda belum diverifikasi"));
    let busy = sign_in("busy").await;
    assert_eq!((busy.status, busy.headers["retry-after"].to_str().unwrap()), (503, "2"));
    assert!(busy.cookies().is_empty());
    let officer = sign_in("officer").await;
    assert_eq!((officer.status, &officer.json()["next"]), (202, &json!("totp")));
}

#[tokio::test]
async fn a_device_is_known_by_its_cookie_an_unnamed_one_by_its_address_which_goes_along() {
    let door = Door::open().await;
    let body = json!({ "login": "whose device", "password": "p" });
    let first = door.post("/v1/sessions", body.clone()).await;
    assert_eq!(first.json()["ticket"], "0.0.0.0 at 0.0.0.0");
    let cookie = first.cookies()[0].split(';').next().unwrap().to_owned();
    assert!(first.cookies()[0].contains("Max-Age=15552000"), "{cookie}");
    let request = post("/v1/sessions").header("cookie", &cookie).body(Body::from(body.to_string())).unwrap();
    let second = door.ask(request).await;
    assert_eq!(second.json()["ticket"], format!("{} at 0.0.0.0", cookie.split_once('=').unwrap().1));
    assert!(second.cookies().is_empty());
    let forged = post("/v1/sessions").header("cookie", "__Host-epupns-browser=0.0.0.1");
    let forged = door.ask(forged.body(Body::from(body.to_string())).unwrap()).await;
    assert_eq!(forged.json()["ticket"], "0.0.0.0 at 0.0.0.0");
}
