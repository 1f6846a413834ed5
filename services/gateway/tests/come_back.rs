//! Every way to a 503 that can be walked from outside: each answer says when to come back.

use axum::{body::Body, extract::Request};
use chassis::reason::Refusal;
use serde_json::json;
use tonic::{Code, Status};
use words::REASONS;

use crate::harness::{Answer, Door, SESSION, access_token, post};

fn assert_says_when(answer: &Answer, way: &str) {
    assert_eq!(answer.status, 503, "{way}: {}", answer.text);
    let seconds: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(seconds >= 1, "{way}");
}

#[tokio::test]
async fn every_refusal_of_a_service_that_is_a_503() {
    let door = Door::open().await;
    let codes: Vec<_> = REASONS.iter().filter(|reason| reason.status == 503).map(|reason| reason.code).collect();
    assert!(codes.contains(&"UNAVAILABLE") && codes.contains(&"BUSY") && codes.contains(&"DEADLINE_EXCEEDED"));
    for code in codes {
        // By a service that forgot to say when.
        door.identity.becomes(Refusal::new(Code::Unavailable, code, "").into());
        assert_says_when(&door.post("/v1/sessions/refresh", json!({ "refresh_token": "good" })).await, code);
    }
    for status in [Status::unavailable(""), Status::cancelled(""), Status::deadline_exceeded("")] {
        door.identity.becomes(status.clone());
        let way = format!("{status:?}");
        assert_says_when(&door.post("/v1/sessions/refresh", json!({ "refresh_token": "good" })).await, &way);
    }
}

#[tokio::test]
async fn keys_that_are_not_known_yet() {
    let door = Door::without_identity(false).await;
    let token = access_token(SESSION);
    for path in ["/v1/me", "/v1/me/dossier", "/v1/me/tickets"] {
        assert_says_when(&door.get(path, Some(&token)).await, path);
    }
    // Anyone may open a ticket, and whoever shows a session is judged.
    let ticket = post("/v1/tickets").header("authorization", format!("Bearer {token}"));
    let ticket = ticket.header("idempotency-key", "0198c0de-0000-7000-8000-000000000001");
    let body = json!({ "type": "other", "text": "t", "answers": {}, "challenge": "solved" }).to_string();
    assert_says_when(&door.ask(ticket.body(Body::from(body)).unwrap()).await, "a ticket");
    let looked = json!({ "nip": "1", "nik": "2", "challenge": "a.b.c" });
    assert_says_when(&door.post("/v1/employee-lookups", looked).await, "a receipt that cannot be read");
}

#[tokio::test]
async fn a_portal_that_is_away_another_or_says_so_itself() {
    for (door, path) in [
        (Door::without_portal().await, "/"),
        (Door::without_portal().await, "/aset/portal.css"),
        (Door::with_impostor().await, "/"),
        (Door::open().await, "/away"),
    ] {
        for request in [Request::get(path), Request::post(path)] {
            assert_says_when(&door.ask(request.body(Body::empty()).unwrap()).await, path);
        }
    }
}
