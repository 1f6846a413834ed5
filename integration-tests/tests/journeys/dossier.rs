//! One correction travels the whole way: typed by its owner, decided at three levels, master data in the end, told to the
//! agency, counted and exported.

use integration_tests::{
    AgencySystem, Ledger, Officer, Owner, World, check, check_rebuild, eventually, field, fields, until,
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Who decides for whom.
struct Place {
    /// Where the employee belongs.
    unit: &'static str,
    agency: &'static str,
    /// Levels 1 to 3.
    verifiers: [&'static str; 3],
}

/// A regency, a province and a ministry.
const PLACES: [Place; 3] = [
    Place {
        unit: "3573-03",
        agency: "3573",
        verifiers: ["malang.verifikator1", "malang.verifikator2", "kanreg02.verifikator3"],
    },
    Place {
        unit: "3500-03",
        agency: "3500",
        verifiers: ["jatim.verifikator1", "jatim.verifikator2", "kanreg02.verifikator3"],
    },
    Place {
        unit: "1001-01-01",
        agency: "1001",
        verifiers: ["kemenkes.verifikator1", "kemenkes.verifikator2", "bknpusat.verifikator3"],
    },
];

/// A birth place that nobody of the demo data has, and a name with what people really put into names.
const BIRTH_PLACE: &str = "Sampit";
const NAME: &str = "Nur Aisyah O'Brien-Ta'ali";

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_travels_from_the_employee_to_the_master_data_and_the_agency() {
    let mut world = World::start().await;
    for place in &PLACES {
        travels(&world, place).await;
    }
    returned_rejected_and_recalled(&world).await;
    counted_and_exported(&world).await;
    check(&mut world, &Ledger::default()).await;
    check_rebuild(&world).await;
    world.stop().await;
}

async fn travels(world: &World, place: &Place) {
    let [first, second, third] = place.verifiers;
    let employee = world.employees_below(place.unit).swap_remove(0);
    let owner = Owner::of(world, employee, first).await;
    let before = owner.dossier().await;
    assert_eq!(before["state"], "open");
    assert!(fields(&before).len() >= 20, "the catalogue's first version has the whole of Data Utama");
    assert_eq!(field(&before, "nama")["database_value"], owner.employee.name);

    // Not before everything required is answered: what is missing is named.
    let early = owner.submit().await.expect(422);
    assert_eq!(early.code(), "DOSSIER_INCOMPLETE");
    assert!(early.field_errors().iter().any(|error| error.starts_with("nama: ")), "{:?}", early.field_errors());
    owner.fill_in(&[("nama", NAME), ("tempat_lahir", BIRTH_PLACE)]).await;
    let checklist = owner.door.get("/v1/me/dossier/checklist").await.expect(200).json();
    assert_eq!(checklist["missing"], json!([]), "{checklist}");

    // One key, one submission; afterwards it is locked.
    let key = Uuid::new_v4().to_string();
    assert_eq!(owner.submit_once(&key).await.expect(201).json()["submission"], 1);
    assert_eq!(owner.submit_once(&key).await.expect(201).json()["submission"], 1);
    assert_eq!(owner.submit().await.expect(409).code(), "DOSSIER_LOCKED");
    let late = owner.save(json!([{ "key": "nama", "revision": 99, "check": true }])).await.expect(422);
    assert_eq!(late.json()["fields"][0]["error"]["code"], "FIELD_NOT_OPEN");

    // Level 1 sees it and its values; the second level does not yet, nor does anybody of another place.
    let officer = world.officer(first).await;
    let dossier = officer.awaits(&owner.number).await;
    assert!(world.officer(second).await.worklist(&owner.number).await.is_empty());
    assert_eq!(world.officer(second).await.review(&dossier).await.expect(404).code(), "DOSSIER_NOT_FOUND");
    let review = officer.review(&dossier).await.expect(200).json();
    let named = review["fields"].as_array().unwrap().iter().find(|field| field["key"] == "nama").unwrap();
    assert_eq!(named["correction"], NAME);
    assert_eq!(named["due"], true);

    officer.approve(&owner.number, 1).await;
    let at_two = world.officer(second).await.approve(&owner.number, 1).await;
    assert_eq!(at_two["next_stage"], "kanreg_bkn");
    // The third level decides the name; the birth place ended at the second.
    let officer = world.officer(third).await;
    let dossier = officer.awaits(&owner.number).await;
    let due = due_keys(&officer.review(&dossier).await.expect(200).json());
    assert_eq!(due, ["nama"]);
    let done = officer.approve(&owner.number, 1).await;
    assert_eq!(done["next_stage"], Value::Null);

    let last = owner.reaches("final").await;
    assert_eq!(field(&last, "nama")["outcome"], "applied");
    assert_eq!(field(&last, "nama")["database_value"], NAME);
    assert_eq!(field(&last, "agama")["outcome"], "unchanged");
    let progress = owner.door.get("/v1/me/dossier/review").await.expect(200).json();
    until("verification has closed the file", || async {
        let progress = owner.door.get("/v1/me/dossier/review").await.expect(200).json();
        (progress["state"] == "final").then_some(())
    })
    .await;
    let stages: Vec<_> = verdicts(&progress, "nama").iter().map(|verdict| verdict["stage"].clone()).collect();
    assert_eq!(stages, ["skpd", "bkd", "kanreg_bkn"]);
    let master: (String, String) =
        sqlx::query_as("select name, birth_place from registration.employees where nip = $1")
            .bind(&owner.employee.nip)
            .fetch_one(&world.superuser)
            .await
            .unwrap();
    assert_eq!(master, (NAME.to_owned(), BIRTH_PLACE.to_owned()));

    // The employee sees who has looked, the agency hears of it.
    until("the access log tells of the officers", || async {
        let log = owner.door.get("/v1/me/access-log").await.expect(200).json();
        let entries = log["entries"].as_array().cloned().unwrap_or_default();
        (entries.iter().filter(|entry| entry["purpose"] == "verification").count() >= 3).then_some(())
    })
    .await;
    told_to_the_agency(world, place, &owner).await;
}

fn due_keys(review: &Value) -> Vec<String> {
    let fields = review["fields"].as_array().unwrap().iter();
    let due = fields.filter(|field| field["due"] == true);
    due.map(|field| field["key"].as_str().unwrap().to_owned()).collect()
}

fn verdicts(progress: &Value, key: &str) -> Vec<Value> {
    let fields = progress["fields"].as_array().unwrap();
    let field = fields.iter().find(|field| field["key"] == key).unwrap_or_else(|| panic!("nobody decided {key}"));
    field["verdicts"].as_array().cloned().unwrap_or_default()
}

/// The same events in the same order by HTTP and by NATS, and nobody else's.
async fn told_to_the_agency(world: &World, place: &Place, owner: &Owner) {
    const FACTS: [&str; 7] = [
        "registration.submitted",
        "registration.confirmed",
        "dossier.submitted",
        "dossier.stage-completed",
        "dossier.completed",
        "employee.data-applied",
        "dossier.final",
    ];
    let system = AgencySystem::of(world, place.agency).await;
    let events = until("the feed tells the whole journey", || async {
        let events = system.events_after(0).await;
        let facts: Vec<String> = facts_of(&events, &owner.employee.nip);
        FACTS.iter().all(|fact| facts.iter().any(|told| told == fact)).then_some(events)
    })
    .await;
    let sequence: Vec<u64> = events.iter().map(AgencySystem::sequence).collect();
    assert_eq!(sequence, (1..=sequence.len() as u64).collect::<Vec<_>>(), "gapless");
    let text = serde_json::to_string(&events).unwrap();
    assert!(!text.contains(NAME) && !text.contains(BIRTH_PLACE), "events are thin");
    for other in PLACES.iter().filter(|other| other.agency != place.agency) {
        assert!(!text.contains(&format!("\"{}\"", other.agency)), "an agency reads its own events and nothing else");
    }
    let over_nats = system.take_from_nats(world, events.len()).await;
    assert_eq!(over_nats, events, "NATS and HTTP tell the same");
    let foreign = system.door.get("/v1/events?after=0&agency=1002").await.expect(403);
    assert_eq!(foreign.code(), "AGENCY_MISMATCH", "the cursor of another agency");
}

fn facts_of(events: &[Value], nip: &str) -> Vec<String> {
    let mine = events.iter().filter(|event| event["data"]["nip"] == nip);
    let entity_and_fact = |event: &Value| {
        let name = event["type"].as_str().unwrap_or_default().to_owned();
        name.rsplitn(3, '.').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(".")
    };
    mine.map(entity_and_fact).collect()
}

/// Returned: only those fields open. Rejected: the database value stays. Recalled: everything opens again.
async fn returned_rejected_and_recalled(world: &World) {
    let place = &PLACES[0];
    let [first, second, third] = place.verifiers;
    let employee = world.employees_below(place.unit).swap_remove(1);
    let owner = Owner::of(world, employee, first).await;
    let officer = world.officer(first).await;
    let position = field(&owner.dossier().await, "tempat_lahir")["database_value"].as_str().unwrap().to_owned();
    owner.fill_in(&[("nama", NAME), ("tempat_lahir", BIRTH_PLACE)]).await;

    // Taken back before anybody looked; submitted again; claimed, it stays.
    let _ = owner.submit().await.expect(201);
    let _ = officer.awaits(&owner.number).await;
    let _ = owner.recall().await.expect(204);
    let _ = owner.recall().await.expect(204);
    let _ = owner.reaches("open").await;
    assert!(officer.worklist(&owner.number).await.is_empty());
    let _ = owner.submit().await.expect(201);
    let dossier = officer.awaits(&owner.number).await;
    let _ = officer.claim(&dossier).await.expect(200);
    assert_eq!(owner.recall().await.expect(409).code(), "DOSSIER_CLAIMED");

    // Back with a reason: only that field opens, and two devices meet on it.
    let back =
        json!([{ "key": "nama", "verdict": "return", "reason_code": "VALUE_UNCLEAR", "note": "Sesuai ijazah?" }]);
    let _ = officer.say(&dossier, 2, back).await.expect(200);
    assert_eq!(officer.complete(&dossier, 2).await.expect(200).text("state"), "returned");
    let returned = owner.reaches("returned").await;
    let open: Vec<_> = fields(&returned).iter().filter(|field| field["open"] == true).collect();
    assert_eq!(open.len(), 1);
    assert_eq!((&open[0]["key"], &open[0]["returned"]["stage"]), (&json!("nama"), &json!("skpd")));
    let closed = json!([{ "key": "tempat_lahir", "revision": open[0]["revision"], "correction": "Bogor" }]);
    assert_eq!(owner.save(closed).await.expect(422).json()["fields"][0]["error"]["code"], "FIELD_NOT_OPEN");
    two_devices(&owner, open[0]["revision"].as_u64().unwrap()).await;

    // Only the returned field is looked at again; the rest keeps its OK.
    let _ = owner.submit().await.expect(201);
    let dossier = officer.awaits(&owner.number).await;
    assert_eq!(due_keys(&officer.review(&dossier).await.expect(200).json()), ["nama"]);
    officer.approve(&owner.number, 3).await;
    reject_at_the_last_stage(&world.officer(second).await, &owner.number).await;
    world.officer(third).await.approve(&owner.number, 3).await;
    let last = owner.reaches("final").await;
    assert_eq!(field(&last, "tempat_lahir")["outcome"], "rejected");
    assert_eq!(field(&last, "tempat_lahir")["database_value"], position);
    assert_eq!(field(&last, "nama")["outcome"], "applied");
}

async fn two_devices(owner: &Owner, revision: u64) {
    let typed = |value: &str| json!([{ "key": "nama", "revision": revision, "correction": value }]);
    let _ = owner.save(typed("Siti Aisyah")).await.expect(200);
    let _ = owner.save(typed("Siti Aisyah")).await.expect(200);
    let stale = owner.save(typed("Siti Aishah")).await.expect(409);
    assert_eq!(stale.code(), "STALE_REVISION");
    assert_eq!(stale.json()["fields"][0]["correction"], "Siti Aisyah", "people see both values");
    let wrong = json!([{ "key": "agama", "revision": 1, "correction": "III/a" }]);
    assert_eq!(owner.save(wrong).await.expect(422).json()["fields"][0]["error"]["code"], "FIELD_NOT_OPEN");
}

async fn reject_at_the_last_stage(officer: &Officer, number: &str) {
    let dossier = officer.awaits(number).await;
    let _ = officer.claim(&dossier).await.expect(200);
    let reject = |key: &str| json!([{ "key": key, "verdict": "reject", "reason_code": "VALUE_WRONG", "note": "Akte" }]);
    let early = officer.say(&dossier, 3, reject("nama")).await.expect(200).json();
    assert_eq!(early["results"][0]["error"]["code"], "REJECT_NOT_LAST_STAGE");
    let kept = officer.say(&dossier, 3, reject("tempat_lahir")).await.expect(200).json();
    assert_eq!(kept["results"][0]["error"], Value::Null, "{kept}");
    let _ = officer.complete(&dossier, 3).await.expect(200);
}

/// Reporting has counted it, each within their jurisdiction, and writes a file.
async fn counted_and_exported(world: &World) {
    until("the nation's numbers show four final dossiers", || async {
        let statistics = world.door().get("/v1/statistics").await.expect(200).json();
        (statistics["nation"]["final"] == 4).then_some(())
    })
    .await;
    let admin = world.officer("malang.admin").await;
    let progress = admin.door.get("/v1/reports/progress").await.expect(200).json();
    assert_eq!(progress["rows"].as_array().unwrap().len(), 1, "an agency sees itself: {progress}");
    assert_eq!(progress["rows"][0]["counts"]["final"], 2);
    let unregistered = progress["rows"][0]["counts"]["unregistered"].as_u64().unwrap();
    let employees = progress["rows"][0]["counts"]["employees"].as_u64().unwrap();
    assert_eq!(employees - unregistered, 2, "belum daftar");

    let body = json!({ "kind": "registered_employees" });
    let key = Uuid::new_v4().to_string();
    let export = admin.door.post_once("/v1/exports", &body, &key).await.expect(202).text("export_id");
    assert_eq!(admin.door.post_once("/v1/exports", &body, &key).await.expect(202).text("export_id"), export);
    let path = format!("/v1/exports/{export}");
    eventually("the file is ready", || async { admin.door.get(&path).await.expect(200).text("state") == "ready" })
        .await;
    let file = admin.door.get(&format!("{path}/content")).await.expect(200);
    let text = String::from_utf8(file.bytes).unwrap();
    assert_eq!(text.lines().count(), 3, "a header and two people of this agency: {text}");
    let stranger = world.officer("jatim.verifikator2").await;
    assert_eq!(stranger.door.get(&path).await.expect(404).code(), "EXPORT_NOT_FOUND");
}
