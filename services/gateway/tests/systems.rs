//! Programs of other agencies.

use axum::{body::Body, extract::Request};
use serde_json::json;

use crate::harness::{Answer, Door, EVENTS, SESSION, STRANGER, token_of_a_feed};

async fn token(door: &Door, form: &str, authorization: Option<&str>) -> Answer {
    let request = Request::post("/oauth2/token").header("content-type", "application/x-www-form-urlencoded");
    let request = match authorization {
        Some(value) => request.header("authorization", value),
        None => request,
    };
    door.ask(request.body(Body::from(form.to_owned())).unwrap()).await
}

/// `agency:secret`.
const BASIC: &str = "Basic YWdlbmN5OnNlY3JldA==";

#[tokio::test]
async fn a_program_gets_a_token_by_header_or_by_form() {
    let door = Door::open().await;
    let by_form = "grant_type=client_credentials&client_id=agency&client_secret=secret";
    let answers = [
        token(&door, by_form, None).await,
        token(&door, "grant_type=client_credentials", Some(BASIC)).await,
        token(&door, "grant_type=client_credentials&client_id=agency&unknown=1&scope=", Some(BASIC)).await,
    ];
    for answer in answers {
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.json()["token_type"], "Bearer");
        assert_eq!(answer.json()["expires_in"], 300);
        let token = answer.json()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(door.get("/v1/me", Some(&token)).await.status, 200);
    }
}

#[tokio::test]
async fn refusals_are_those_of_rfc_6749() {
    let door = Door::open().await;
    let grant = "grant_type=client_credentials";
    for (form, authorization, status, error) in [
        ("", None, 400, "invalid_request"),
        ("grant_type=password", Some(BASIC), 400, "unsupported_grant_type"),
        ("grant_type=client_credentials&grant_type=client_credentials", Some(BASIC), 400, "invalid_request"),
        ("grant_type=client_credentials&scope=all", Some(BASIC), 400, "invalid_scope"),
        ("grant_type=client_credentials&client_secret=secret", None, 400, "invalid_request"),
        ("grant_type=client_credentials&client_secret=secret", Some(BASIC), 400, "invalid_request"),
        ("grant_type=client_credentials&client_id=another", Some(BASIC), 400, "invalid_request"),
        (grant, None, 401, "invalid_client"),
        (grant, Some("Bearer YWdlbmN5OnNlY3JldA=="), 401, "invalid_client"),
        (grant, Some("Basic !"), 401, "invalid_client"),
        (grant, Some("Basic YWdlbmN5"), 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=agency&client_secret=wrong", None, 401, "invalid_client"),
    ] {
        let answer = token(&door, form, authorization).await;
        assert_eq!((answer.status, &answer.json()["error"]), (status, &json!(error)), "{form} {authorization:?}");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(answer.headers.contains_key("www-authenticate"), status == 401);
    }
    let json = Request::post("/oauth2/token").header("content-type", "application/json");
    let answer = door.ask(json.body(Body::from("{}")).unwrap()).await;
    assert_eq!((answer.status, &answer.json()["error"]), (400, &json!("invalid_request")));
}

#[tokio::test]
async fn too_many_tries_and_too_large_a_form_are_problems() {
    let door = Door::open().await;
    let slow = token(&door, "grant_type=client_credentials&client_id=hasty&client_secret=x", None).await;
    assert_eq!((slow.status, slow.code().as_str()), (429, "TOO_MANY_ATTEMPTS"));
    assert_eq!(slow.headers["retry-after"], "7");
    assert_eq!(token(&door, &"x".repeat(9000), None).await.code(), "BODY_TOO_LARGE");
}

#[tokio::test]
async fn events_go_on_byte_for_byte() {
    let door = Door::open().await;
    let answer = door.ask_as(SESSION, "GET", "/v1/events?after=5&limit=2", None).await;
    let expected = format!("{{\"events\":[{},{}],\"last\":7,\"newest\":9}}", EVENTS[0], EVENTS[1]);
    assert_eq!((answer.status, answer.text), (200, expected));
    let other = door.ask_as(SESSION, "GET", "/v1/events?agency=other", None).await;
    assert_eq!((other.status, other.code().as_str()), (403, "AGENCY_MISMATCH"));
    let wrong = door.ask_as(STRANGER, "GET", "/v1/events", None).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (403, "ROLE_NOT_PERMITTED"));
    for after in ["-1", "18446744073709551616", "x"] {
        let refused = door.ask_as(SESSION, "GET", &format!("/v1/events?after={after}"), None).await;
        assert_eq!(refused.errors(), [("after".to_owned(), "FIELD_TYPE".to_owned())]);
    }
}

#[tokio::test]
async fn the_feeds_key_stands_in_the_key_set_and_opens_nothing() {
    let door = Door::open().await;
    let keys = async || {
        let keys = door.get("/.well-known/jwks.json", None).await.json()["keys"].as_array().unwrap().clone();
        keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    while keys().await.len() < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(keys().await, ["k1", "feed"]);
    assert_eq!(door.get("/v1/me", Some(&token_of_a_feed())).await.code(), "SESSION_INVALID");
}
