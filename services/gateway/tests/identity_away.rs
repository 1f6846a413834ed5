//! Identity is away: whoever is signed in stays so. Pages learn that it is not known who looks; programs are told to come back.

use std::time::Duration;

use axum::{body::Body, extract::Request};
use chassis::reason::Refusal;
use serde_json::json;
use tonic::{Code, Status};

use crate::harness::{Answer, Door, SESSION, access_token};

/// Its access token has run out.
const OLD: &str = "__Host-epupns=old; __Host-epupns-refresh=good";

fn live() -> String {
    format!("__Host-epupns={}", access_token(SESSION))
}

/// Ways in which a service is away, and the seconds after which to come back.
fn ways() -> Vec<(Status, u64)> {
    let said = Refusal::new(Code::Unavailable, "UNAVAILABLE", "a restart").retry_after(Duration::from_millis(6200));
    vec![
        (Status::unavailable("tcp"), 2),
        (said.into(), 7),
        (Status::cancelled("closing"), 2),
        (Status::deadline_exceeded("slow"), 2),
        (Refusal::new(Code::DeadlineExceeded, "DEADLINE_EXCEEDED", "slow").into(), 2),
        (Refusal::new(Code::ResourceExhausted, "BUSY", "full").retry_after(Duration::from_secs(3)).into(), 3),
        (Refusal::new(Code::Internal, "INTERNAL", "unexpected").into(), 2),
    ]
}

async fn look(door: &Door, cookie: &str) -> Answer {
    door.ask(Request::get("/beranda").header("cookie", cookie).body(Body::empty()).unwrap()).await
}

fn assert_unknown(page: &Answer, seconds: u64) {
    let told = format!("x-epupns-unknown: \"{seconds}\"");
    assert!(page.text.contains(&told) && !page.text.contains("epupns-passport"), "{}", page.text);
    assert!(page.cookies().iter().all(|cookie| !cookie.contains("Max-Age=0")), "{:?}", page.cookies());
}

#[tokio::test]
async fn whoever_is_signed_in_is_nobody_to_no_page() {
    for (status, seconds) in ways() {
        let door = Door::open().await;
        door.identity.becomes(status);
        for cookie in [live().as_str(), OLD] {
            let page = look(&door, cookie).await;
            assert_unknown(&page, seconds);
            assert!(page.cookies().is_empty(), "{:?}", page.cookies());
        }
        // Who has no session needs nobody to say so.
        assert!(!look(&door, "").await.text.contains("x-epupns-unknown"));
    }
}

#[tokio::test]
async fn with_nobody_there_at_all_it_is_the_same() {
    for keys_known in [true, false] {
        let door = Door::without_identity(keys_known).await;
        for cookie in [live().as_str(), OLD] {
            let page = look(&door, cookie).await;
            assert_unknown(&page, 2);
        }
        let answer = door.get("/v1/me/dossier", Some(&access_token(SESSION))).await;
        assert_eq!((answer.status, answer.code().as_str()), (503, "UNAVAILABLE"), "{}", answer.text);
        assert_eq!(answer.headers["retry-after"], "2");
    }
}

#[tokio::test]
async fn tokens_that_cannot_be_read_yet_are_kept() {
    let door = Door::open().await;
    let page = look(&door, "__Host-epupns=old; __Host-epupns-refresh=early").await;
    assert_unknown(&page, 2);
    assert!(page.cookies().iter().any(|cookie| cookie.starts_with("__Host-epupns-refresh=next;")));
}

#[tokio::test]
async fn a_session_that_has_ended_is_over_all_the_same() {
    let door = Door::open().await;
    door.identity.becomes(Refusal::new(Code::Unauthenticated, "SESSION_ENDED", "signed out elsewhere").into());
    for cookie in [live().as_str(), OLD] {
        let page = look(&door, cookie).await;
        assert!(!page.text.contains("x-epupns-unknown") && !page.text.contains("epupns-passport"), "{}", page.text);
        assert!(page.cookies().iter().all(|cookie| cookie.contains("Max-Age=0")) && page.cookies().len() == 2);
    }
}

#[tokio::test]
async fn programs_are_told_to_come_back_and_never_that_their_session_is_over() {
    for (status, seconds) in ways() {
        let door = Door::open().await;
        door.identity.becomes(status.clone());
        let answers = [
            door.get("/v1/me/dossier", Some(&access_token(SESSION))).await,
            door.post("/v1/sessions/refresh", json!({ "refresh_token": "good" })).await,
            door.ask_as(SESSION, "DELETE", "/v1/sessions/current", None).await,
        ];
        for answer in answers {
            if status.code() == Code::Internal {
                assert_eq!(answer.status, 500, "{}", answer.text);
                continue;
            }
            assert_eq!(answer.status, 503, "{status:?}: {}", answer.text);
            assert_eq!(answer.headers["content-type"], "application/problem+json");
            assert_eq!(answer.headers["retry-after"], seconds.to_string(), "{status:?}");
            assert!(answer.cookies().is_empty());
        }
    }
}

#[tokio::test]
async fn a_refusal_of_this_door_is_a_page_in_both_languages() {
    let door = Door::open().await;
    door.identity
        .becomes(Refusal::new(Code::Unavailable, "UNAVAILABLE", "").retry_after(Duration::from_secs(9)).into());
    // The portal wishes the session to end, and nobody can be asked whose it is: it has not ended.
    let page = Request::get("/out").header("cookie", live()).header("accept", "text/html");
    let page = door.ask(page.body(Body::empty()).unwrap()).await;
    assert_eq!((page.status, page.headers["retry-after"].to_str().unwrap()), (503, "9"), "{}", page.text);
    assert!(page.cookies().is_empty(), "{:?}", page.cookies());
    for sentence in [
        "Layanan sedang tidak dapat dihubungi",
        "setelah 9 detik",
        "The service is away for the moment",
        "after 9 seconds",
    ] {
        assert!(page.text.contains(sentence), "{sentence}: {}", page.text);
    }
}
