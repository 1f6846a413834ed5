//! What the door refuses by itself, always as a problem that names the rule.

use axum::{body::Body, extract::Request};
use serde_json::json;

use crate::harness::{Answer, Door, post};

fn assert_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.json()["status"], status);
    assert_eq!(answer.json()["type"], format!("/docs/problems#{code}"));
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_done_there() {
    let door = Door::open().await;
    assert_problem(&door.get("/v1/nothing", None).await, 404, "ROUTE_NOT_FOUND");
    assert_problem(&door.get("/v1", None).await, 404, "ROUTE_NOT_FOUND");
    let wrong = door.get("/v1/challenges", None).await;
    assert_problem(&wrong, 405, "METHOD_NOT_ALLOWED");
    assert_eq!(wrong.headers["allow"], "POST");
}

#[tokio::test]
async fn bodies_of_another_kind_size_or_form() {
    let door = Door::open().await;
    let path = "/v1/challenges";
    let plain = Request::post(path).header("content-type", "text/plain").body(Body::from("{}")).unwrap();
    assert_problem(&door.ask(plain).await, 415, "CONTENT_TYPE_REFUSED");
    let packed = post(path).header("content-encoding", "gzip").body(Body::from("{}")).unwrap();
    assert_problem(&door.ask(packed).await, 415, "CONTENT_ENCODING_REFUSED");
    let large = " ".repeat(70 * 1024);
    assert_problem(&door.ask(post(path).body(Body::from(large.clone())).unwrap()).await, 413, "BODY_TOO_LARGE");
    let chunks = futures::stream::iter([Ok::<_, std::io::Error>(large)]);
    assert_problem(&door.ask(post(path).body(Body::from_stream(chunks)).unwrap()).await, 413, "BODY_TOO_LARGE");
    assert_problem(&door.ask(post(path).body(Body::from("{")).unwrap()).await, 400, "BODY_NOT_JSON");
    let unknown = door.post(path, json!({ "purpose": "registration", "sudo": true })).await;
    assert_problem(&unknown, 422, "FIELDS_INVALID");
    assert_eq!(unknown.json()["errors"][0]["field"], "sudo");
    let other = door.post(path, json!({ "purpose": "everything" })).await;
    assert_eq!(
        other.json()["errors"][0],
        json!({ "field": "purpose", "code": "FIELD_TYPE", "detail": "Jenis isian tidak sesuai" })
    );
}

#[tokio::test]
async fn creating_needs_a_key_and_the_same_password_twice() {
    let door = Door::open().await;
    let body = json!({ "lookup_token": "t", "password": "satu rahasia", "password_confirmation": "lain rahasia",
        "mother_name": "m", "security_question": "q", "security_answer": "a" })
    .to_string();
    let path = "/v1/registrations";
    assert_problem(&door.ask(post(path).body(Body::from(body.clone())).unwrap()).await, 400, "IDEMPOTENCY_KEY_MISSING");
    for key in ["1", "0198c0de000070008000000000000001", "not-a-uuid-not-a-uuid-not-a-uuid-not"] {
        let request = post(path).header("idempotency-key", key).body(Body::from(body.clone())).unwrap();
        assert_problem(&door.ask(request).await, 400, "IDEMPOTENCY_KEY_INVALID");
    }
    let request = post(path).header("idempotency-key", "0198c0de-0000-7000-8000-000000000001");
    let answer = door.ask(request.body(Body::from(body)).unwrap()).await;
    assert_problem(&answer, 422, "FIELDS_INVALID");
    assert_eq!(answer.json()["errors"][0]["code"], "PASSWORD_CONFIRMATION_DIFFERS");
    assert!(!answer.text.contains("rahasia"));
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let door = Door::open().await;
    for path in ["/v1/sessions", "/masuk"] {
        let request = post(path).header("host", "epupns.example").header("origin", "https://evil.example");
        let answer = door.ask(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!((answer.status, answer.code().as_str()), (403, "CROSS_ORIGIN_REFUSED"));
    }
}

#[tokio::test]
async fn an_address_over_its_budget_is_told_when_to_come_back() {
    let door = Door::with_budget(3 * 30).await;
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(door.post("/v1/sessions", json!({ "login": "x", "password": "y" })).await);
    }
    let last = answers.last().unwrap();
    assert_problem(last, 429, "TOO_MANY_REQUESTS");
    assert!(last.headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
    // Alone, without Redis, a third of the budget is granted.
    assert_eq!(answers.iter().filter(|answer| answer.status == 401).count(), 30);
}
