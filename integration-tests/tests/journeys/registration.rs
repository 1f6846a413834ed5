//! A civil servant registers, is confirmed by their agency, and signs in; or is rejected and registers again.

use integration_tests::{Citizen, Ledger, World, check, eventually};
use serde_json::json;

/// Pemerintah Kota Malang, whose demo officers confirm here.
const MALANG: &str = "3573";

fn assert_pdf(bytes: &[u8]) {
    assert!(bytes.starts_with(b"%PDF-"), "not a PDF");
    assert!(bytes.len() > 10_000, "a PDF with nothing in it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_civil_servant_registers_is_confirmed_and_signs_in() {
    let mut world = World::start().await;
    let mut people = world.employees_of(MALANG).into_iter();
    let citizen = Citizen::new(world.door(), people.next().unwrap());

    // Look-up: name and agency, nothing else.
    let found = citizen.look_up().await.expect(200);
    assert!(found.text("name").contains(&citizen.employee.name), "{}", found.text("name"));
    assert_eq!(found.text("agency_name"), "Pemerintah Kota Malang");
    assert!(!String::from_utf8_lossy(&found.bytes).contains(&citizen.employee.nik), "a NIK is never shown");

    // Registration, and the same answer for the same key.
    let token = found.text("lookup_token");
    let form = citizen.form(&token);
    let registered = citizen.door.post_once("/v1/registrations", &form, &citizen.key).await.expect(201);
    let again = citizen.door.post_once("/v1/registrations", &form, &citizen.key).await.expect(201);
    let number = registered.text("registration/registration_number");
    assert_eq!(number.len(), 8);
    assert_eq!(again.text("registration/registration_number"), number);
    assert_eq!(citizen.look_up().await.expect(409).code(), "ALREADY_REGISTERED");

    // Card and form, by token and by NIP and password; a wrong password opens nothing.
    let documents = json!({ "documents_token": registered.text("documents_token") });
    assert_pdf(&citizen.door.post("/v1/registration-documents/card", &documents).await.expect(200).bytes);
    assert_pdf(&citizen.door.post("/v1/registration-documents/form", &documents).await.expect(200).bytes);
    let reprint = json!({ "nip": citizen.employee.nip, "password": integration_tests::PASSWORD });
    assert_pdf(&citizen.door.post("/v1/registration-documents/card", &reprint).await.expect(200).bytes);
    let wrong = json!({ "nip": citizen.employee.nip, "password": "bukan kata kunci saya" });
    assert_eq!(citizen.door.post("/v1/registration-documents/card", &wrong).await.expect(401).code(), "PASSWORD_WRONG");

    // Until the agency confirms, the right password is told to wait and a wrong one learns nothing.
    let waiting = citizen.sign_in(&number).await.expect(403);
    assert_eq!(waiting.code(), "AWAITING_CONFIRMATION");
    assert!(waiting.text("title").contains("Data anda belum diverifikasi"), "{}", waiting.text("title"));
    assert_eq!(citizen.status(&number).await.expect(200).text("state"), "registered");

    // The verifier of the unit sees it; the verifier of another agency does not and cannot touch it.
    let verifier = world.officer("malang.verifikator2").await;
    let stranger = world.officer("kemenkes.verifikator2").await;
    let pending = verifier.pending(&number).await;
    assert_eq!(pending.len(), 1, "{pending:?}");
    assert_eq!(pending[0]["nip"], citizen.employee.nip);
    let id = pending[0]["registration_id"].as_str().unwrap().to_owned();
    assert!(stranger.pending(&number).await.is_empty());
    let refused =
        stranger.decide(json!([{ "registration_id": id, "decision": "confirm", "seen": "paper" }])).await.expect(200);
    assert_eq!(refused.json()["results"][0]["error_code"], "REGISTRATION_NOT_FOUND");

    verifier.confirm(&id).await;
    let door = &citizen;
    eventually("confirmation opens the account", || async { door.sign_in(&number).await.status == 201 }).await;
    let session = citizen.sign_in(&number).await.expect(201);
    let me = citizen.door.clone().with_bearer(&session.text("access_token")).get("/v1/me").await.expect(200);
    assert_eq!(me.text("role"), "employee");
    assert_eq!(citizen.status(&number).await.expect(200).text("state"), "confirmed");

    // Signed out: the token is refused within five seconds everywhere.
    let signed_in = citizen.door.clone().with_bearer(&session.text("access_token"));
    let _ = signed_in.delete("/v1/sessions/current").await.expect(204);
    eventually("a session that ended is refused", || async { signed_in.get("/v1/me").await.status == 401 }).await;

    rejection_erases_and_frees(&world, Citizen::new(world.door(), people.next().unwrap())).await;
    bulk_answers_item_by_item(&world, people.take(3).map(|employee| Citizen::new(world.door(), employee)).collect())
        .await;
    check(&mut world, &Ledger::default()).await;
    world.stop().await;
}

async fn rejection_erases_and_frees(world: &World, citizen: Citizen) {
    let verifier = world.officer("malang.verifikator2").await;
    let number = citizen.register().await.expect(201).text("registration/registration_number");
    let id = verifier.pending(&number).await[0]["registration_id"].clone();
    let reject = json!([{ "registration_id": id, "decision": "reject", "reason_code": "NOT_MADE_BY_EMPLOYEE" }]);
    assert_eq!(verifier.decide(reject).await.expect(200).json()["results"][0]["state"], "rejected");
    assert_eq!(citizen.status(&number).await.expect(200).text("state"), "rejected");
    eventually("secrets are erased", || async { citizen.sign_in(&number).await.code() == "SIGN_IN_REFUSED" }).await;

    let again = Citizen::new(world.door(), citizen.employee);
    let second = again.register().await.expect(201).text("registration/registration_number");
    assert_ne!(second, number, "a number is never used twice");
}

async fn bulk_answers_item_by_item(world: &World, citizens: Vec<Citizen>) {
    let verifier = world.officer("malang.verifikator2").await;
    let mut decisions = vec![json!({ "registration_id": uuid::Uuid::nil(), "decision": "confirm", "seen": "qr" })];
    for citizen in &citizens {
        let number = citizen.register().await.expect(201).text("registration/registration_number");
        let id = verifier.pending(&number).await[0]["registration_id"].clone();
        decisions.push(json!({ "registration_id": id, "decision": "confirm", "seen": "qr" }));
    }
    let answer = verifier.decide(decisions.clone().into()).await.expect(200).json();
    let states: Vec<_> = answer["results"].as_array().unwrap().iter().map(|result| result["state"].as_str()).collect();
    assert_eq!(answer["results"][0]["error_code"], "REGISTRATION_NOT_FOUND");
    assert_eq!(states[1..], vec![Some("confirmed"); citizens.len()]);
    // A second request that decides the same finds them decided.
    let second = verifier.decide(decisions.into()).await.expect(200).json();
    assert_eq!(second["results"][1]["error_code"], "ALREADY_DECIDED");
}
