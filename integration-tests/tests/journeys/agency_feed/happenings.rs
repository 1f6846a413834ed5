//! Everything that an agency is told of happens to somebody.

use integration_tests::{Citizen, Owner, World, eventually, field, until};
use serde_json::json;
use tokio::join;

/// The province, with one of its units and those who decide there.
pub(super) const AGENCY: &str = "3500";
pub(super) const UNIT: &str = "3500-03";
pub(super) const LEVEL_1: &str = "jatim.verifikator1";
const LEVEL_2: &str = "jatim.verifikator2";
const LEVEL_3: &str = "kanreg02.verifikator3";
/// The city, to which somebody moves.
pub(super) const NEW_AGENCY: &str = "3573";
const NEW_UNIT: &str = "3573-03";

/// One moves to another agency, one is sent back and partly rejected, one was not genuine.
pub(super) async fn everything_happens(world: &World) {
    let mut people = world.employees_below(UNIT).into_iter();
    let mut next = || people.next().unwrap();
    let (moving, returned, impostor) = (next(), next(), next());
    join!(moves(world, moving), is_returned(world, returned), is_rejected(world, impostor));
}

async fn moves(world: &World, employee: integration_tests::Employee) {
    let owner = Owner::of(world, employee, LEVEL_1).await;
    owner.fill_in(&[("instansi_induk", NEW_AGENCY), ("unor", NEW_UNIT)]).await;
    let _ = owner.submit().await.expect(201);
    for officer in [LEVEL_1, LEVEL_2, LEVEL_3] {
        world.officer(officer).await.approve(&owner.number, 1).await;
    }
    let last = owner.reaches("final").await;
    assert_eq!(field(&last, "instansi_induk")["outcome"], "applied");
    closed(&owner).await;
}

async fn is_returned(world: &World, employee: integration_tests::Employee) {
    let owner = Owner::of(world, employee, LEVEL_1).await;
    let officer = world.officer(LEVEL_1).await;
    owner.fill_in(&[("nama", "Nur Aisyah"), ("tempat_lahir", "Sampit")]).await;
    let _ = owner.submit().await.expect(201);
    let _ = officer.awaits(&owner.number).await;
    let _ = owner.recall().await.expect(204);
    let _ = owner.reaches("open").await;
    let _ = owner.submit().await.expect(201);
    let dossier = officer.awaits(&owner.number).await;
    let _ = officer.claim(&dossier).await.expect(200);
    let back = json!([{ "key": "nama", "verdict": "return", "reason_code": "VALUE_UNCLEAR", "note": "Ijazah?" }]);
    let _ = officer.say(&dossier, 2, back).await.expect(200);
    let _ = officer.complete(&dossier, 2).await.expect(200);

    let returned = owner.reaches("returned").await;
    let revision = &field(&returned, "nama")["revision"];
    let _ =
        owner.save(json!([{ "key": "nama", "revision": revision, "correction": "Nur Aisyah S" }])).await.expect(200);
    let _ = owner.submit().await.expect(201);
    officer.approve(&owner.number, 3).await;
    let second = world.officer(LEVEL_2).await;
    let dossier = second.awaits(&owner.number).await;
    let _ = second.claim(&dossier).await.expect(200);
    let no = json!([{ "key": "tempat_lahir", "verdict": "reject", "reason_code": "VALUE_WRONG", "note": "Akta" }]);
    let _ = second.say(&dossier, 3, no).await.expect(200);
    let _ = second.complete(&dossier, 3).await.expect(200);
    world.officer(LEVEL_3).await.approve(&owner.number, 3).await;
    let _ = owner.reaches("final").await;
    closed(&owner).await;
}

/// Verification has told of the end, the last event of a dossier.
async fn closed(owner: &Owner) {
    until("verification has closed the file", || async {
        let review = owner.door.get("/v1/me/dossier/review").await.expect(200).json();
        (review["state"] == "final").then_some(())
    })
    .await;
}

async fn is_rejected(world: &World, employee: integration_tests::Employee) {
    let citizen = Citizen::new(world.door(), employee);
    let number = citizen.register().await.expect(201).text("registration/registration_number");
    let officer = world.officer(LEVEL_1).await;
    let id = officer.pending(&number).await[0]["registration_id"].clone();
    let no = json!([{ "registration_id": id, "decision": "reject", "reason_code": "NOT_MADE_BY_EMPLOYEE" }]);
    let _ = officer.decide(no).await.expect(200);
    eventually("it is erased", || async { citizen.sign_in(&number).await.code() == "SIGN_IN_REFUSED" }).await;
}
