//! A value is missing: a stranger says so, BKN's helpdesk approves, registration adds it, and a dossier is filled in with it.

use integration_tests::{Ledger, Officer, Owner, Receipt, World, about, adding, check, field, until};
use kernel::ReportNumber;
use serde_json::{Value, json};
use uuid::Uuid;

const WANTED: &str = "S-1 Teknik Nuklir O'Connor";
const CODE: &str = "S-1/5104.NUK";
const NATION: &str = "bkn.helpdesk";
const AGENCY: &str = "malang.helpdesk";

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_value_is_asked_for_approved_added_and_chosen() {
    let mut world = World::start().await;
    assert!(world.door().found("pendidikan", WANTED).await.is_empty());
    let receipt = opened_once(&world).await;
    only_its_receipt_opens_it(&world, &receipt).await;
    the_agency_does_not_see_it(&world, &receipt).await;
    approved(&world, &receipt).await;
    chosen_in_a_dossier(&world).await;
    refused_by_its_owner_and_approved_again(&world).await;
    an_agencys_own_value(&world).await;
    check(&mut world, &Ledger::default()).await;
    world.stop().await;
}

/// One key, one ticket: number and secret are told again to the same key and to nobody else.
async fn opened_once(world: &World) -> Receipt {
    let types = world.door().get("/v1/ticket-types").await.expect(200).json();
    let kind = types["types"].as_array().unwrap().iter().find(|kind| kind["code"] == "referensi_pendidikan").unwrap();
    assert_eq!((&kind["destination"], &kind["reference_table"]), (&json!("bkn"), &json!("pendidikan")));
    let (door, key) = (world.door(), Uuid::new_v4().to_string());
    let first = door.open_ticket(&about(WANTED), &key).await.expect(201);
    let again = door.open_ticket(&about(WANTED), &key).await.expect(201);
    let receipt = Receipt::of(&first);
    assert_eq!(
        (again.text("report_number"), again.text("receipt_secret")),
        (receipt.number.clone(), receipt.secret.clone())
    );
    assert_eq!(door.open_ticket(&about("S-2"), &key).await.expect(422).code(), "REQUEST_ID_REUSED");
    let unasked =
        json!({ "type_code": "referensi_pendidikan", "text": "Ada", "answers": { "wanted_value": "S-2", "nip": "1" } });
    let refused = door.open_ticket(&unasked, &Uuid::new_v4().to_string()).await.expect(422);
    assert_eq!(refused.field_errors(), ["answers.nip: ANSWER_UNASKED"]);
    receipt
}

/// Another secret is answered like a number that nobody has.
async fn only_its_receipt_opens_it(world: &World, receipt: &Receipt) {
    let door = world.door();
    let status = door.ticket_status(&receipt.number, &receipt.secret).await.expect(200).json();
    assert_eq!(status["ticket"]["state"], "open");
    assert!(!status.to_string().contains(WANTED), "nothing of what was written comes back");
    let nobody = (0..10).map(|digit| format!("123456789{digit}")).find(|number| ReportNumber::parse(number).is_ok());
    let unknown = door.ticket_status(&nobody.unwrap(), &receipt.secret).await.expect(404);
    let guess: String = receipt.secret.chars().rev().collect();
    let wrong = door.ticket_status(&receipt.number, &guess).await.expect(404);
    let said = |answer: &integration_tests::Answer| {
        let mut problem = answer.json();
        for own in ["trace_id", "challenge_receipt", "instance"] {
            problem.as_object_mut().unwrap().remove(own);
        }
        problem
    };
    assert_eq!((wrong.code().as_str(), said(&wrong)), ("TICKET_NOT_FOUND", said(&unknown)));
}

async fn the_agency_does_not_see_it(world: &World, receipt: &Receipt) {
    let nation = world.officer(NATION).await;
    let ticket = nation.finds_ticket(&receipt.number).await;
    let agency = world.officer(AGENCY).await;
    assert!(agency.tickets(&receipt.number).await.is_empty());
    assert_eq!(agency.read_ticket(&ticket).await.expect(404).code(), "TICKET_NOT_FOUND");
    assert_eq!(agency.claim_ticket(&ticket).await.expect(404).code(), "TICKET_NOT_FOUND");
    let resolved = agency.resolve_ticket(&ticket, &adding(CODE, WANTED)).await.expect(404);
    assert_eq!(resolved.code(), "TICKET_NOT_FOUND");
}

async fn approved(world: &World, receipt: &Receipt) {
    let officer = world.officer(NATION).await;
    let ticket = officer.finds_ticket(&receipt.number).await;
    let shown = officer.read_ticket(&ticket).await.expect(200).json();
    assert_eq!(shown["answers"], json!([{ "field": "wanted_value", "value": WANTED }]));
    assert_eq!(officer.resolve_ticket(&ticket, &adding(CODE, WANTED)).await.expect(409).code(), "CLAIM_REQUIRED");
    let _ = officer.claim_ticket(&ticket).await.expect(200);
    let key = Uuid::new_v4().to_string();
    let decided = officer.resolve_ticket_once(&ticket, &adding(CODE, WANTED), &key).await.expect(200);
    assert_eq!(decided.text("state"), "approved", "it is still to be carried out");
    let done = officer.sees_ticket(&ticket, "resolved").await;
    assert_eq!(done["refusal"], Value::Null);
    let _ = officer.resolve_ticket_once(&ticket, &adding(CODE, WANTED), &key).await.expect(200);
    assert_eq!(officer.resolve_ticket(&ticket, &adding(CODE, WANTED)).await.expect(409).code(), "TICKET_DONE");
    let status = world.door().ticket_status(&receipt.number, &receipt.secret).await.expect(200).json();
    assert_eq!((&status["ticket"]["state"], &status["ticket"]["due_at"]), (&json!("resolved"), &Value::Null));
    assert_eq!(status["ticket"]["note"], adding(CODE, WANTED)["note"]);
}

/// Whoever waited for it finds it by typing, and hands it in.
async fn chosen_in_a_dossier(world: &World) {
    assert_eq!(world.door().found("pendidikan", "teknik nuk").await, [CODE]);
    let employee = world.employees_below("3573-03").swap_remove(0);
    let owner = Owner::of(world, employee, "malang.verifikator1").await;
    owner.fill_in(&[("pendidikan_terakhir", CODE)]).await;
    let dossier = owner.dossier().await;
    assert_eq!(field(&dossier, "pendidikan_terakhir")["correction"], CODE);
    let _ = owner.submit().await.expect(201);

    // Of somebody signed in a ticket is their own.
    let new = json!({ "type_code": "nama_salah", "text": "Nama saya salah", "answers": { "nip": owner.employee.nip } });
    let opened = owner.door.post_once("/v1/tickets", &new, &Uuid::new_v4().to_string()).await.expect(201);
    let mine = owner.door.get("/v1/me/tickets").await.expect(200).json();
    assert_eq!(mine["tickets"][0]["report_number"], opened.text("report_number"));
    assert_eq!(mine["tickets"].as_array().unwrap().len(), 1);
}

/// The code stands for another value: registration says so, the ticket comes back, and another code does it.
async fn refused_by_its_owner_and_approved_again(world: &World) {
    let officer = world.officer(NATION).await;
    let receipt = world.ticket_about("S-1 Ilmu Falak").await;
    let ticket = officer.finds_ticket(&receipt.number).await;
    let _ = officer.claim_ticket(&ticket).await.expect(200);
    let _ = officer.resolve_ticket(&ticket, &adding(CODE, "S-1 Ilmu Falak")).await.expect(200);
    let back = until("registration refuses", || async {
        let ticket = officer.read_ticket(&ticket).await.expect(200).json();
        (!ticket["refusal"].is_null()).then_some(ticket)
    })
    .await;
    assert_eq!(back["refusal"]["code"], "REFERENCE_TAKEN");
    assert_eq!(world.door().found("pendidikan", "teknik nuk").await, [CODE], "the value stays what it was");
    adds(&officer, &ticket, "S-1/FALAK", "S-1 Ilmu Falak").await;
    assert_eq!(world.door().found("pendidikan", "falak").await, ["S-1/FALAK"]);
}

/// What belongs to an agency is added by its own officer.
async fn an_agencys_own_value(world: &World) {
    let answers = json!({ "agency": "3573", "wanted_value": "Kampung Warna-Warni" });
    let new = json!({ "type_code": "referensi_lokasi", "text": "Tempat lahir saya tidak ada", "answers": answers });
    let receipt = Receipt::of(&world.door().open_ticket(&new, &Uuid::new_v4().to_string()).await.expect(201));
    let officer = world.officer(AGENCY).await;
    let ticket = officer.finds_ticket(&receipt.number).await;
    adds(&officer, &ticket, "3573.KWW", "Kampung Warna-Warni").await;
    assert_eq!(world.door().found("lokasi", "kampung warna").await, ["3573.KWW"]);
}

async fn adds(officer: &Officer, ticket: &str, code: &str, label: &str) {
    let _ = officer.claim_ticket(ticket).await.expect(200);
    let _ = officer.resolve_ticket(ticket, &adding(code, label)).await.expect(200);
    let _ = officer.sees_ticket(ticket, "resolved").await;
}
