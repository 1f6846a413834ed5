//! An employee's own dossier.

use axum::{body::Body, extract::Request};
use serde_json::{Value, json};

use crate::harness::{Answer, Door, HASTY, SESSION, STRANGER};

async fn save(door: &Door, fields: Value) -> Answer {
    door.ask_as(SESSION, "PATCH", "/v1/me/dossier", Some(json!({ "fields": fields }))).await
}

#[tokio::test]
async fn it_reads_as_the_contract_says_in_json() {
    let door = Door::open().await;
    let answer = door.ask_as(SESSION, "GET", "/v1/me/dossier", None).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let dossier = answer.json();
    assert_eq!((&dossier["state"], &dossier["submitted_at"]), (&json!("returned"), &json!("2026-01-01T00:00:00Z")));
    assert_eq!(dossier["declaration"], json!({ "version": 2, "text": "Saya menyatakan" }));
    assert_eq!(
        dossier["fields"][0],
        json!({ "key": "tempat_lahir", "section": "data_utama", "label_id": "Label", "label_en": "Label",
            "type": "text", "max_length": 40, "reference_table": null, "required": true, "read_only": false,
            "stages": ["skpd", "bkd", "kanreg_bkn"], "database_value": "Badung", "database_label": "",
            "answer": "correction", "correction": "Bandung", "correction_label": "", "revision": 3, "open": true,
            "returned": null, "outcome": null })
    );
    let returned = &dossier["fields"][1];
    assert_eq!(returned["returned"], json!({ "stage": "bkd", "reason_code": "VALUE_WRONG" }));
    assert_eq!((&returned["answer"], &returned["correction"]), (&Value::Null, &Value::Null));
    let checked = &dossier["fields"][2];
    assert_eq!(checked["type"], "old_nip");
    assert_eq!((&checked["answer"], &checked["outcome"]), (&json!("check"), &json!("unchanged")));
}

#[tokio::test]
async fn without_one_there_is_nothing_and_other_roles_have_none() {
    let door = Door::open().await;
    let answer = door.ask_as(HASTY, "GET", "/v1/me/dossier", None).await;
    assert_eq!((answer.status, answer.code().as_str()), (404, "DOSSIER_NOT_FOUND"));
    let answer = door.ask_as(STRANGER, "GET", "/v1/me/dossier", None).await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "ROLE_NOT_PERMITTED"));
}

#[tokio::test]
async fn every_kind_of_answer_is_saved() {
    let door = Door::open().await;
    let answer = save(
        &door,
        json!([{ "key": "a", "revision": 0, "check": true }, { "key": "b", "revision": 1, "correction": "" },
            { "key": "c", "revision": 2, "clear": true }]),
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(
        answer.json()["fields"],
        json!([{ "key": "a", "revision": 1, "answer": "check", "correction": null, "error": null },
            { "key": "b", "revision": 2, "answer": "correction", "correction": "", "error": null },
            { "key": "c", "revision": 3, "answer": null, "correction": null, "error": null }])
    );
}

#[tokio::test]
async fn a_stale_field_is_a_conflict_that_shows_both_values_and_what_was_saved() {
    let door = Door::open().await;
    let answer = save(
        &door,
        json!([{ "key": "a", "revision": 0, "check": true }, { "key": "stale", "revision": 4, "correction": "new" }]),
    )
    .await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "STALE_REVISION"), "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.errors(), [("fields[1]".to_owned(), "STALE_REVISION".to_owned())]);
    let fields = &answer.json()["fields"];
    assert_eq!(fields[0], json!({ "key": "a", "revision": 1, "answer": "check", "correction": null, "error": null }));
    assert_eq!(
        fields[1],
        json!({ "key": "stale", "revision": 5, "answer": "correction", "correction": "kept",
            "error": { "code": "STALE_REVISION", "detail": "Isian ini sudah diubah dari perangkat lain" } })
    );
}

#[tokio::test]
async fn any_other_refusal_outweighs_a_stale_one() {
    let door = Door::open().await;
    let answer = save(
        &door,
        json!([{ "key": "stale", "revision": 0, "check": true }, { "key": "locked", "revision": 0, "check": true },
            { "key": "new_rule", "revision": 0, "check": true }]),
    )
    .await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "FIELDS_INVALID"));
    let codes: Vec<_> = answer.errors().into_iter().map(|(_, code)| code).collect();
    assert_eq!(codes, ["STALE_REVISION", "FIELD_NOT_OPEN", "A_RULE_FROM_TOMORROW"]);
    assert_eq!(answer.json()["fields"][1]["error"]["detail"], "Isian ini terkunci");
    // What this gateway has no sentence for yet still says something.
    assert_eq!(answer.json()["fields"][2]["error"]["detail"], "in English");
}

#[tokio::test]
async fn a_field_takes_exactly_one_kind_of_answer() {
    let door = Door::open().await;
    for change in [
        json!({ "key": "a", "revision": 0 }),
        json!({ "key": "a", "revision": 0, "check": false }),
        json!({ "key": "a", "revision": 0, "clear": false }),
        json!({ "key": "a", "revision": 0, "check": true, "clear": true }),
        json!({ "key": "a", "revision": 0, "check": true, "correction": "x" }),
    ] {
        let answer = save(&door, json!([{ "key": "b", "revision": 0, "check": true }, change])).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.errors(), [("fields[1]".to_owned(), "ANSWER_EXACTLY_ONE".to_owned())]);
    }
}

#[tokio::test]
async fn a_save_has_its_bounds() {
    let door = Door::open().await;
    let fields = |many: usize| json!(vec![json!({ "key": "a", "revision": 0, "check": true }); many]);
    assert_eq!(save(&door, fields(100)).await.status, 200);
    for (many, rule) in [(0, "FIELD_EMPTY"), (101, "FIELD_TOO_MANY")] {
        assert_eq!(save(&door, fields(many)).await.errors(), [("fields".to_owned(), rule.to_owned())]);
    }
    let long = |length: usize| json!([{ "key": "a", "revision": 0, "correction": "x".repeat(length) }]);
    assert_eq!(save(&door, long(1024)).await.status, 200);
    let refused = save(&door, long(1025)).await;
    assert_eq!(refused.errors(), [("fields[0].correction".to_owned(), "FIELD_TOO_LONG".to_owned())]);
    for (revision, field) in [(json!("1"), "fields[0].revision"), (json!(-1), "fields[0].revision")] {
        let answer = save(&door, json!([{ "key": "a", "revision": revision, "check": true }])).await;
        assert_eq!(answer.errors(), [(field.to_owned(), "FIELD_TYPE".to_owned())]);
    }
    let huge = json!(vec![json!({ "key": "a", "revision": 0, "correction": "x".repeat(1000) }); 300]);
    let answer = save(&door, huge).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "BODY_TOO_LARGE"));
}

#[tokio::test]
async fn the_checklist_says_what_is_missing_and_why() {
    let door = Door::open().await;
    let answer = door.ask_as(SESSION, "GET", "/v1/me/dossier/checklist", None).await;
    let missing = json!({ "key": "agama", "section": "data_utama", "label_id": "Agama", "label_en": "Religion", "rule": "ANSWER_MISSING",
        "detail": "Belum diperiksa" });
    assert_eq!(answer.json(), json!({ "missing": [missing], "open_fields": 3, "answered_fields": 2 }));
}

#[tokio::test]
async fn submitting_takes_the_declaration_and_a_key() {
    let door = Door::open().await;
    let path = "/v1/me/dossier/submission";
    let submit = async |session, agreed| {
        let body = json!({ "declaration_version": 2, "agreed": agreed });
        door.ask_as(session, "POST", path, Some(body)).await
    };
    let answer = submit(SESSION, true).await;
    assert_eq!(answer.status, 201);
    let key = "0198c0de-0000-7000-8000-000000000001";
    assert_eq!(answer.json(), json!({ "dossier_id": key, "submission": 2, "submitted_at": "2026-01-01T00:00:00Z" }));
    let refused = submit(SESSION, false).await;
    assert_eq!((refused.status, refused.code().as_str()), (422, "DECLARATION_NOT_AGREED"));
    let incomplete = submit(HASTY, true).await;
    assert_eq!((incomplete.status, incomplete.code().as_str()), (422, "DOSSIER_INCOMPLETE"));
    assert_eq!(incomplete.errors(), [("agama".to_owned(), "ANSWER_MISSING".to_owned())]);
    assert_eq!(incomplete.json()["errors"][0]["detail"], "Belum diperiksa");
}

#[tokio::test]
async fn taking_it_back_asks_verification_and_says_when_to_try_again() {
    let door = Door::open().await;
    let path = "/v1/me/dossier/submission";
    assert_eq!(door.ask_as(SESSION, "DELETE", path, None).await.status, 204);
    let early = door.ask_as(HASTY, "DELETE", path, None).await;
    assert_eq!((early.status, early.code().as_str()), (409, "REVIEW_NOT_OPEN_YET"));
    assert_eq!(early.headers["retry-after"], "2");
}

#[tokio::test]
async fn its_review_shows_the_verdicts_of_each_field() {
    let door = Door::open().await;
    let answer = door.ask_as(SESSION, "GET", "/v1/me/dossier/review", None).await;
    let verdict = json!({ "stage": "kanreg_bkn", "verdict": "return", "reason_code": "VALUE_WRONG", "note": "Lihat akta",
        "submission": 1, "decided_at": "2026-01-01T00:00:00Z" });
    assert_eq!(
        answer.json(),
        json!({ "state": "returned", "stage": null, "submission": 1, "claimed": false,
            "fields": [{ "key": "tanggal_lahir", "verdicts": [verdict] }] })
    );
}

#[tokio::test]
async fn who_has_looked_is_listed() {
    let door = Door::open().await;
    let answer = door.ask_as(SESSION, "GET", "/v1/me/access-log?limit=100&cursor=next", None).await;
    let entry = json!({ "viewed_at": "2026-01-01T00:00:00Z", "viewer_role": "verifier_1",
        "viewer_jurisdiction": { "kind": "unit", "code": "A501" }, "field_group": "dossier", "purpose": "verification" });
    assert_eq!(answer.json(), json!({ "entries": [entry], "next_cursor": "next" }));
    let refused = door.ask_as(SESSION, "GET", "/v1/me/access-log?limit=101", None).await;
    assert_eq!(refused.errors(), [("limit".to_owned(), "PAGE_SIZE_RANGE".to_owned())]);
}

#[tokio::test]
async fn reference_values_are_for_everyone_and_may_be_kept() {
    let door = Door::open().await;
    let found = door.get("/v1/reference/unor?q=Dinas+%C3%89&limit=5&agency=A5", None).await;
    assert_eq!(found.json(), json!({ "values": [{ "code": "A501", "label": "Dinas É 5 A5" }] }));
    assert_eq!(found.headers["cache-control"], "public, max-age=300");
    let refused = door.get("/v1/reference/unor?limit=51", None).await;
    assert_eq!(refused.errors(), [("limit".to_owned(), "PAGE_SIZE_RANGE".to_owned())]);
    assert_eq!(refused.headers["cache-control"], "no-store");
    for table in ["nothing", "Unor", "%ff", "%2e%2e", &"a".repeat(65)] {
        let unknown = door.get(&format!("/v1/reference/{table}"), None).await;
        assert_eq!((unknown.status, unknown.code().as_str()), (404, "REFERENCE_TABLE_UNKNOWN"), "{table}");
    }
    let long = door.get(&format!("/v1/reference/unor?q={}", "a".repeat(101)), None).await;
    assert_eq!(long.errors(), [("q".to_owned(), "FIELD_TOO_LONG".to_owned())]);
    let huge = Request::get(format!("/v1/reference/unor?q={}", "a".repeat(9000))).body(Body::empty()).unwrap();
    assert_eq!(door.ask(huge).await.status, 414);
}
