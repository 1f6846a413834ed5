//! Whoever is stuck opens a ticket, and an officer decides it.

use serde_json::{Value, json};

use crate::harness::{
    Answer, CLAIMED_TICKET, Door, MISSING_TICKET, OPEN_TICKET, OWN_NUMBER, SESSION, STRANGER, STRANGERS_NUMBER,
    access_token_of, post,
};

const KEY: &str = "0198c0de-0000-7000-8000-000000000001";

async fn open(door: &Door, token: Option<&str>, body: Value) -> Answer {
    let request = post("/v1/tickets").header("idempotency-key", KEY);
    let request = match token {
        Some(token) => request.header("authorization", format!("Bearer {token}")),
        None => request,
    };
    door.ask(request.body(axum::body::Body::from(body.to_string())).unwrap()).await
}

async fn at_desk(door: &Door, method: &str, rest: &str, body: Option<Value>) -> Answer {
    door.ask_as(SESSION, method, &format!("/v1/helpdesk/{rest}"), body).await
}

#[tokio::test]
async fn types_say_what_they_ask_for() {
    let door = Door::open().await;
    let types = door.get("/v1/ticket-types", None).await.json();
    let kind = &types["types"][0];
    assert_eq!((&kind["code"], &kind["destination"]), (&json!("referensi_pendidikan"), &json!("bkn")));
    assert_eq!((&kind["fields"], &kind["optional_fields"]), (&json!(["wanted_value"]), &json!([])));
    assert_eq!((&kind["action"], &kind["reference_table"]), (&json!("add_reference_value"), &json!("pendidikan")));
}

#[tokio::test]
async fn a_stranger_opens_a_ticket_with_a_challenge() {
    let door = Door::open().await;
    let new = |challenge: &str| {
        let answers = json!({ "wanted_value": "S-1 Teknik Kimia", "nip": "198612262009122001" });
        json!({ "type_code": "referensi", "text": "Tidak ada", "answers": answers, "challenge": challenge })
    };
    let opened = open(&door, None, new("solved")).await;
    assert_eq!(opened.status, 201, "{}", opened.text);
    assert_eq!(opened.json()["report_number"], STRANGERS_NUMBER);
    assert_eq!(opened.json()["receipt_secret"], "referensi Tidak ada 2");
    assert_eq!(opened.json()["due_at"], "2026-01-01T00:00:00Z");
    let receipt = opened.json()["challenge_receipt"].as_str().unwrap().to_owned();
    assert_eq!(open(&door, None, new(&receipt)).await.status, 201, "the receipt stands for it");
    assert_eq!(open(&door, None, new("guessed")).await.code(), "CHALLENGE_INVALID");
    let without = open(&door, None, json!({ "type_code": "x", "text": "y" })).await;
    assert_eq!((without.status, without.errors()), (422, vec![("challenge".to_owned(), "FIELD_MISSING".to_owned())]));
}

#[tokio::test]
async fn a_refused_answer_is_named_where_it_was_sent_and_the_challenge_stays_good() {
    let door = Door::open().await;
    let new = json!({ "type_code": "x", "text": "y", "answers": { "nip": "1" }, "challenge": "solved" });
    let refused = open(&door, None, new).await;
    assert_eq!(refused.errors(), [("answers.nip".to_owned(), "NIP_LENGTH".to_owned())]);
    assert!(refused.json()["challenge_receipt"].is_string());
    let unknown = json!({ "type_code": "x", "text": "y", "answers": { "nik": "1" }, "challenge": "solved" });
    assert_eq!(open(&door, None, unknown).await.errors(), [("answers.nik".to_owned(), "FIELD_UNKNOWN".to_owned())]);
}

#[tokio::test]
async fn a_ticket_of_somebody_signed_in_is_their_own_and_needs_no_challenge() {
    let door = Door::open().await;
    let new = json!({ "type_code": "x", "text": "y" });
    for token in [access_token_of("employee", "own"), access_token_of("helpdesk", "nation")] {
        let own = open(&door, Some(&token), new.clone()).await;
        assert_eq!((own.status, &own.json()["report_number"]), (201, &json!(OWN_NUMBER)), "{}", own.text);
        assert!(own.json().get("challenge_receipt").is_none());
    }
    let program = access_token_of("agency_system", "agency:3573");
    assert_eq!(open(&door, Some(&program), new.clone()).await.errors()[0].1, "FIELD_MISSING");
    let mut solved = new.clone();
    solved["challenge"] = json!("solved");
    assert_eq!(open(&door, Some(&program), solved).await.json()["report_number"], STRANGERS_NUMBER);
    let broken = open(&door, Some("a.b.c"), new).await;
    assert_eq!((broken.status, broken.code().as_str()), (401, "SESSION_INVALID"), "nobody becomes a stranger unseen");
}

#[tokio::test]
async fn number_and_secret_open_the_status_and_nothing_else_does() {
    let door = Door::open().await;
    let check = |secret: &str| json!({ "report_number": "1", "receipt_secret": secret, "challenge": "solved" });
    let found = door.post("/v1/ticket-status-checks", check("secret")).await;
    assert_eq!(found.status, 200, "{}", found.text);
    let ticket = &found.json()["ticket"];
    assert_eq!((&ticket["state"], &ticket["note"]), (&json!("resolved"), &json!("Sudah ditambahkan")));
    assert_eq!((&ticket["due_at"], &ticket["resolved_at"]), (&Value::Null, &json!("2026-01-01T00:00:00Z")));
    let refused = door.post("/v1/ticket-status-checks", check("guess")).await;
    assert_eq!((refused.status, refused.code().as_str()), (404, "TICKET_NOT_FOUND"));
    assert!(refused.json()["challenge_receipt"].is_string());
}

#[tokio::test]
async fn my_tickets_come_in_pages() {
    let door = Door::open().await;
    let page = door.ask_as(SESSION, "GET", "/v1/me/tickets?limit=5&cursor=next", None).await.json();
    assert_eq!(
        (&page["tickets"][0]["report_number"], &page["next_cursor"]),
        (&json!(STRANGERS_NUMBER), &json!("next"))
    );
    let many = door.ask_as(SESSION, "GET", "/v1/me/tickets?limit=101", None).await;
    assert_eq!(many.errors(), [("limit".to_owned(), "PAGE_SIZE_RANGE".to_owned())]);
}

#[tokio::test]
async fn an_officer_sees_what_waits_and_what_was_written() {
    let door = Door::open().await;
    let list = at_desk(&door, "POST", "ticket-searches", Some(json!({}))).await;
    assert_eq!(list.status, 200, "{}", list.text);
    let entry = &list.json()["tickets"][0];
    assert_eq!((&entry["ticket_id"], &entry["state"]), (&json!(OPEN_TICKET), &json!("claimed")));
    assert_eq!((&entry["overdue"], &entry["agency_name"]), (&json!(true), &Value::Null));
    let form = at_desk(&door, "POST", "ticket-searches", Some(json!({ "query": "x" }))).await;
    assert_eq!(form.errors(), [("query".to_owned(), "QUERY_FORM".to_owned())]);
    let stranger = door.ask_as(STRANGER, "POST", "/v1/helpdesk/ticket-searches", Some(json!({}))).await;
    assert_eq!((stranger.status, stranger.code().as_str()), (403, "ROLE_NOT_PERMITTED"));
    let ticket = at_desk(&door, "GET", &format!("tickets/{OPEN_TICKET}"), None).await.json();
    assert_eq!(ticket["answers"], json!([{ "field": "wanted_value", "value": "S-1 Teknik Kimia" }]));
    let taken = json!({ "code": "REFERENCE_TAKEN", "detail": "Kode ini sudah dipakai untuk nilai lain" });
    assert_eq!((&ticket["refusal"], &ticket["action"]), (&taken, &json!("add_reference_value")));
    let missing = at_desk(&door, "GET", &format!("tickets/{MISSING_TICKET}"), None).await;
    assert_eq!((missing.status, missing.code().as_str()), (404, "TICKET_NOT_FOUND"));
}

#[tokio::test]
async fn a_ticket_is_claimed_and_decided() {
    let door = Door::open().await;
    let claimed = at_desk(&door, "PUT", &format!("tickets/{OPEN_TICKET}/claim"), None).await;
    assert_eq!((claimed.status, claimed.json()), (200, json!({ "claim_expires_at": "2026-01-01T00:00:00Z" })));
    let held = at_desk(&door, "PUT", &format!("tickets/{CLAIMED_TICKET}/claim"), None).await;
    assert_eq!((held.status, held.code().as_str()), (409, "CLAIMED_BY_OTHER"));
    let decide = async |body| at_desk(&door, "POST", &format!("tickets/{OPEN_TICKET}/resolution"), Some(body)).await;
    let approval =
        json!({ "resolution": "approve", "note": "Ya", "reference_code": "S-1", "reference_label": "Sarjana" });
    let approved = decide(approval).await;
    assert_eq!((approved.status, approved.json()), (200, json!({ "state": "approved" })));
    assert_eq!(decide(json!({ "resolution": "reject", "note": "Tidak" })).await.json(), json!({ "state": "rejected" }));
    for (resolution, field, rule) in
        [("answer", "resolution", "RESOLUTION_UNFIT"), ("approve", "reference_code", "REFERENCE_CODE_FORM")]
    {
        let refused = decide(json!({ "resolution": resolution, "note": "Ya" })).await;
        assert_eq!(refused.errors(), [(field.to_owned(), rule.to_owned())]);
    }
    let other = decide(json!({ "resolution": "delete", "note": "Ya" })).await;
    assert_eq!(other.errors(), [("resolution".to_owned(), "FIELD_TYPE".to_owned())]);
}
