//! What is seen of it all, and files of it.

use std::sync::atomic::Ordering;

use axum::{body::Body, extract::Request};
use serde_json::json;

use crate::harness::{
    BROKEN_EXPORT, Door, EXPIRED_EXPORT, HASTY, MISSING_DOSSIER, READY_EXPORT, SESSION, STRANGER, WAITING_EXPORT,
    access_token,
};

#[tokio::test]
async fn the_front_page_costs_reporting_one_question() {
    let door = Door::open().await;
    let answers = futures::future::join_all((0..20).map(|_| door.get("/v1/statistics", None))).await;
    for answer in answers {
        assert_eq!((answer.status, &answer.json()["campaign_code"]), (200, &json!("2026")));
        assert_eq!(answer.json()["nation"]["unregistered"], 40);
        assert_eq!(answer.json()["nation"]["final"], 5);
        assert_eq!(answer.headers["cache-control"], "public, max-age=5");
    }
    assert_eq!(door.counted.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn progress_is_asked_for_by_campaign_and_agency() {
    let door = Door::open().await;
    let path = "/v1/reports/progress?campaign=2026&agency=A5&limit=7&cursor=next";
    let page = door.ask_as(SESSION, "GET", path, None).await.json();
    assert_eq!((&page["rows"][0]["code"], &page["rows"][0]["name"]), (&json!("A5"), &json!("2026 7")));
    assert_eq!((&page["total"]["employees"], &page["next_cursor"]), (&json!(100), &json!("next")));
    assert_eq!(page["as_of"], "2026-01-01T00:00:00Z");
    let refused = door.ask_as(SESSION, "GET", "/v1/reports/progress?agency=%3F", None).await;
    assert_eq!(refused.errors(), [("agency".to_owned(), "CODE_FORM".to_owned())]);
    let wrong = door.ask_as(STRANGER, "GET", "/v1/reports/progress", None).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (403, "ROLE_NOT_PERMITTED"));
}

#[tokio::test]
async fn an_export_is_asked_for_and_watched() {
    let door = Door::open().await;
    let body = json!({ "kind": "registered_employees", "agency_code": "A5", "campaign_code": null });
    let asked = door.ask_as(SESSION, "POST", "/v1/exports", Some(body.clone())).await;
    assert_eq!(asked.status, 202, "{}", asked.text);
    let location = asked.headers["location"].to_str().unwrap();
    assert_eq!(location, format!("/v1/exports/{WAITING_EXPORT}"));
    let watched = door.ask_as(SESSION, "GET", location, None).await.json();
    assert_eq!((&watched["state"], &watched["sha256"]), (&json!("waiting"), &json!(null)));
    let many = door.ask_as(HASTY, "POST", "/v1/exports", Some(body)).await;
    assert_eq!((many.status, many.code().as_str()), (429, "TOO_MANY_EXPORTS"));
    assert!(many.headers.contains_key("retry-after"));
    let other = door.ask_as(SESSION, "POST", "/v1/exports", Some(json!({ "kind": "salaries" }))).await;
    assert_eq!(other.errors(), [("kind".to_owned(), "FIELD_TYPE".to_owned())]);
    let missing = door.ask_as(SESSION, "GET", &format!("/v1/exports/{MISSING_DOSSIER}"), None).await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "EXPORT_NOT_FOUND"));
}

#[tokio::test]
async fn its_file_comes_in_chunks_with_name_length_and_hash() {
    let door = Door::open().await;
    let file = door.ask_as(SESSION, "GET", &format!("/v1/exports/{READY_EXPORT}/content"), None).await;
    assert_eq!((file.status, file.text.as_str()), (200, "NIP\n'=1\n"));
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(file.headers["cache-control"], "no-store");
    assert_eq!((&file.headers["etag"], &file.headers["content-length"]), (&"\"abc123\"".parse().unwrap(), &8.into()));
    let name = format!("attachment; filename=\"pns-sudah-daftar-{READY_EXPORT}.csv\"");
    assert_eq!(file.headers["content-disposition"], name);
    let known = Request::get(format!("/v1/exports/{READY_EXPORT}/content")).header("if-none-match", "\"abc123\"");
    let known = known.header("authorization", format!("Bearer {}", access_token(SESSION)));
    let known = door.ask(known.body(Body::empty()).unwrap()).await;
    assert_eq!((known.status, known.text.as_str()), (304, ""));
}

#[tokio::test]
async fn a_file_that_is_not_ready_says_when_and_one_that_breaks_off_is_seen_to() {
    let door = Door::open().await;
    let waiting = door.ask_as(SESSION, "GET", &format!("/v1/exports/{WAITING_EXPORT}/content"), None).await;
    assert_eq!((waiting.status, waiting.code().as_str()), (409, "EXPORT_NOT_READY"));
    assert_eq!(waiting.headers["retry-after"], "2");
    let gone = door.ask_as(SESSION, "GET", &format!("/v1/exports/{EXPIRED_EXPORT}/content"), None).await;
    assert_eq!((gone.status, gone.code().as_str()), (410, "EXPORT_EXPIRED"));
    let broken = door.ask_as(SESSION, "GET", &format!("/v1/exports/{BROKEN_EXPORT}/content"), None).await;
    assert!(broken.broken && broken.headers["content-length"] == "8");
}
