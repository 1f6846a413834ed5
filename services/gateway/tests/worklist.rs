//! An officer decides dossiers.

use serde_json::{Value, json};

use crate::harness::{Answer, CLAIMED_DOSSIER, Door, MISSING_DOSSIER, OPEN_DOSSIER, SESSION, STRANGER};

async fn ask(door: &Door, method: &str, rest: &str, body: Option<Value>) -> Answer {
    door.ask_as(SESSION, method, &format!("/v1/worklist/{rest}"), body).await
}

#[tokio::test]
async fn the_list_shows_what_waits() {
    let door = Door::open().await;
    let answer = ask(&door, "POST", "searches", Some(json!({}))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let entry = &answer.json()["entries"][0];
    assert_eq!((&entry["dossier_id"], &entry["stage"]), (&json!(OPEN_DOSSIER), &json!("skpd")));
    assert_eq!((&entry["due_fields"], &entry["marked_fields"]), (&json!(2), &json!(1)));
    assert!(answer.json().get("next_cursor").is_none());
    let next = ask(&door, "POST", "searches", Some(json!({ "page_size": 10, "cursor": "next" }))).await;
    assert_eq!(next.json()["next_cursor"], "next");
    let refused = ask(&door, "POST", "searches", Some(json!({ "query": "x" }))).await;
    assert_eq!(refused.errors(), [("query".to_owned(), "QUERY_FORM".to_owned())]);
    let wrong = door.ask_as(STRANGER, "POST", "/v1/worklist/searches", Some(json!({}))).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (403, "ROLE_NOT_PERMITTED"));
}

#[tokio::test]
async fn a_dossier_shows_differences_doubts_and_what_was_said() {
    let door = Door::open().await;
    let review = ask(&door, "GET", OPEN_DOSSIER, None).await.json();
    assert_eq!((&review["state"], &review["entry"]["nip"]), (&json!("open"), &json!("198612262009122001")));
    let field = &review["fields"][0];
    assert_eq!((&field["due"], &field["may_reject"]), (&json!(true), &json!(false)));
    assert_eq!((&field["database_value"], &field["correction"]), (&json!("1986-12-26"), &json!("1987-12-26")));
    let doubt = json!({ "code": "NIP_BIRTH_DATE_DIFFERS", "detail": "Tanggal lahir berbeda dengan yang ada di NIP" });
    assert_eq!(field["marks"], json!([doubt]));
    assert_eq!(field["verdicts"][0]["verdict"], "return");
    let missing = ask(&door, "GET", MISSING_DOSSIER, None).await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "DOSSIER_NOT_FOUND"));
}

#[tokio::test]
async fn a_claim_is_taken_and_given_back_unless_another_holds_it() {
    let door = Door::open().await;
    let claimed = ask(&door, "PUT", &format!("{OPEN_DOSSIER}/claim"), None).await;
    assert_eq!((claimed.status, claimed.json()), (200, json!({ "claim_expires_at": "2026-01-01T00:00:00Z" })));
    assert_eq!(ask(&door, "DELETE", &format!("{OPEN_DOSSIER}/claim"), None).await.status, 204);
    let held = ask(&door, "PUT", &format!("{CLAIMED_DOSSIER}/claim"), None).await;
    assert_eq!((held.status, held.code().as_str()), (409, "CLAIMED_BY_OTHER"));
}

#[tokio::test]
async fn each_decision_has_its_own_result() {
    let door = Door::open().await;
    let path = format!("{OPEN_DOSSIER}/decisions");
    let decisions = json!([{ "key": "a", "verdict": "ok" }, { "key": "b", "verdict": "reject" },
        { "key": "c", "verdict": "return", "reason_code": "OTHER", "note": "Mohon diperbaiki" }]);
    let answer = ask(&door, "PUT", &path, Some(json!({ "submission": 1, "decisions": decisions }))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let refusal = json!({ "code": "REASON_REQUIRED", "detail": "Alasan wajib dipilih" });
    assert_eq!(
        answer.json(),
        json!({ "claim_expires_at": "2026-01-01T00:00:00Z", "results": [{ "key": "a", "error": null },
            { "key": "b", "error": refusal }, { "key": "c", "error": null }] })
    );
    let many =
        |many: usize| json!({ "submission": 1, "decisions": vec![json!({ "key": "a", "verdict": "ok" }); many] });
    assert_eq!(ask(&door, "PUT", &path, Some(many(100))).await.status, 200);
    for (count, rule) in [(0, "FIELD_EMPTY"), (101, "FIELD_TOO_MANY")] {
        let answer = ask(&door, "PUT", &path, Some(many(count))).await;
        assert_eq!(answer.errors(), [("decisions".to_owned(), rule.to_owned())]);
    }
    let other = json!({ "submission": 1, "decisions": [{ "key": "a", "verdict": "approve" }] });
    let answer = ask(&door, "PUT", &path, Some(other)).await;
    assert_eq!(answer.errors(), [("decisions[0].verdict".to_owned(), "FIELD_TYPE".to_owned())]);
}

#[tokio::test]
async fn completing_moves_on_or_names_what_is_undecided() {
    let door = Door::open().await;
    let complete = async |body| ask(&door, "POST", &format!("{OPEN_DOSSIER}/completion"), Some(body)).await;
    let done = complete(json!({ "submission": 1, "rest_ok": true })).await;
    assert_eq!((done.status, done.json()), (200, json!({ "state": "open", "next_stage": "bkd" })));
    let missing = complete(json!({ "submission": 1 })).await;
    assert_eq!((missing.status, missing.code().as_str()), (422, "DECISIONS_MISSING"));
    assert_eq!(missing.json()["errors"][0]["field"], "agama");
    let old = complete(json!({ "submission": 2, "rest_ok": true })).await;
    assert_eq!((old.status, old.code().as_str()), (409, "SUBMISSION_OUTDATED"));
}
