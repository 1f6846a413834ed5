//! A solved challenge is good for five tries, and a typo gives it back.

use serde_json::{Value, json};

use crate::harness::Door;

fn look_up(nip: &str, challenge: &str) -> Value {
    json!({ "nip": nip, "nik": "3174014101800001", "challenge": challenge })
}

#[tokio::test]
async fn a_typo_gives_the_receipt_back_and_five_uses_end_it() {
    let door = Door::open().await;
    let refused = door.post("/v1/employee-lookups", look_up("short", "solved")).await;
    assert_eq!((refused.status, refused.code().as_str()), (422, "FIELDS_INVALID"));
    assert_eq!(refused.json()["errors"][0]["field"], "nip");
    assert_eq!(refused.json()["errors"][0]["code"], "NIP_LENGTH");
    let receipt = refused.json()["challenge_receipt"].as_str().unwrap().to_owned();
    for _ in 0..4 {
        let found = door.post("/v1/employee-lookups", look_up("right", &receipt)).await;
        assert_eq!(found.status, 200, "{}", found.text);
        assert_eq!(found.json()["challenge_receipt"], receipt.as_str());
    }
    assert_eq!(door.post("/v1/employee-lookups", look_up("right", &receipt)).await.code(), "CHALLENGE_EXHAUSTED");
}

#[tokio::test]
async fn a_receipt_opens_nothing_else_and_cannot_be_made_up() {
    let door = Door::open().await;
    let found = door.post("/v1/employee-lookups", look_up("right", "solved")).await;
    let receipt = found.json()["challenge_receipt"].as_str().unwrap().to_owned();
    let other = json!({ "registration_number": "ABCD2345", "challenge": receipt });
    assert_eq!(door.post("/v1/registration-status-checks", other).await.code(), "CHALLENGE_EXPIRED");
    assert_eq!(door.post("/v1/employee-lookups", look_up("right", "a.b.c")).await.code(), "CHALLENGE_EXPIRED");
    assert_eq!(door.post("/v1/employee-lookups", look_up("right", "guessed")).await.code(), "CHALLENGE_INVALID");
}

#[tokio::test]
async fn a_look_up_is_bound_to_the_browser_that_the_answer_names() {
    let door = Door::open().await;
    let found = door.post("/v1/employee-lookups", look_up("right", "solved")).await;
    let cookie = found.cookies()[0].split(';').next().unwrap();
    let (name, value) = cookie.split_once('=').unwrap();
    assert_eq!(name, "__Host-epupns-browser");
    assert_eq!(found.json()["lookup_token"], format!("for {value}"));
}

#[tokio::test]
async fn no_employee_reads_as_the_sentence_that_people_know() {
    let door = Door::open().await;
    let refused = door.post("/v1/employee-lookups", look_up("nobody", "solved")).await;
    assert_eq!((refused.status, refused.code().as_str()), (404, "EMPLOYEE_NOT_MATCHED"));
    assert_eq!(refused.json()["title"], "Data tidak cocok atau tidak ada dalam database");
    assert!(refused.json()["challenge_receipt"].is_string());
}
