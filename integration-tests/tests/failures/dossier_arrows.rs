//! A crash at each arrow of the dossier journey: `kill -9` exactly between two steps; afterwards everything is there once.

use integration_tests::{Barrier, Door, Ledger, Owner, World, check, check_rebuild, eventually, field};
use serde_json::{Value, json};
use stack::Program;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::{rounds, world_for_dossiers};

const FIRST: &str = "malang.verifikator1";
const SECOND: &str = "malang.verifikator2";
const THIRD: &str = "kanreg02.verifikator3";
const UNIT: &str = "3573-03";
const BIRTH_PLACE: &str = "Sampit";
const NAME: &str = "Nur Aisyah";

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_any_arrow_of_a_dossier_loses_nothing_and_doubles_nothing() {
    let mut world = world_for_dossiers().await;
    let mut people = world.employees_below(UNIT).into_iter();
    for _ in 0..rounds() {
        let mut owner = async || {
            let owner = Owner::of(&world, people.next().expect("enough people for the rounds"), FIRST).await;
            owner.fill_in(&[("nama", NAME), ("tempat_lahir", BIRTH_PLACE)]).await;
            owner
        };
        let (one, two, three) = (owner().await, owner().await, owner().await);
        println!("owners die");
        owners_die(&mut world, &one).await;
        println!("listeners die");
        listeners_die(&mut world, &two).await;
        println!("relays and the door die");
        relays_and_the_door_die(&mut world, &three).await;
        println!("all is checked");
        for owner in [one, two, three] {
            applied_once(&world, &owner).await;
        }
        check(&mut world, &Ledger::default()).await;
    }
    check_rebuild(&world).await;
    world.stop().await;
}

/// Sends a command that will not be answered.
pub(crate) fn unanswered(door: &Door, path: String, body: Value, key: &str) -> JoinHandle<()> {
    let (door, key) = (door.clone(), key.to_owned());
    tokio::spawn(async move {
        let _ = door.try_post(&path, &body, Some(&key)).await;
    })
}

async fn submission(owner: &Owner, key: &str) -> JoinHandle<()> {
    let version = owner.dossier().await["declaration"]["version"].clone();
    let body = json!({ "declaration_version": version, "agreed": true });
    unanswered(&owner.door, "/v1/me/dossier/submission".to_owned(), body, key)
}

/// Kills `victim` while it stands before its commit, then starts it again.
pub(crate) async fn dies_before_commit(world: &mut World, victim: Program, barrier: Barrier, task: JoinHandle<()>) {
    barrier.reached().await;
    world.stack.process(victim).kill9().await;
    barrier.lift().await;
    task.await.unwrap();
    world.stack.process(victim).restart().await.unwrap();
}

/// decide | commit at every owner: the same command again has its one effect.
async fn owners_die(world: &mut World, owner: &Owner) {
    let key = Uuid::new_v4().to_string();
    let barrier = Barrier::before_writes_to(&world.superuser, "registration.outbox").await;
    let task = submission(owner, &key).await;
    dies_before_commit(world, Program::Registration, barrier, task).await;
    assert_eq!(owner.submit_once(&key).await.expect(201).json()["submission"], 1);

    // Each stage is completed by a verification that dies before it has kept that.
    for username in [FIRST, SECOND, THIRD] {
        let officer = world.officer(username).await;
        let dossier = officer.awaits(&owner.number).await;
        let _ = officer.claim(&dossier).await.expect(200);
        let key = Uuid::new_v4().to_string();
        let barrier = Barrier::before_writes_to(&world.superuser, "verification.outbox").await;
        let path = format!("/v1/worklist/{dossier}/completion");
        let task = unanswered(&officer.door, path, json!({ "submission": 1, "rest_ok": true }), &key);
        dies_before_commit(world, Program::Verification, barrier, task).await;
        let done = officer.complete_once(&dossier, 1, &key).await.expect(200);
        let again = officer.complete_once(&dossier, 1, &key).await.expect(200);
        assert_eq!(done.json(), again.json(), "one key, one answer");
    }
    let _ = owner.reaches("final").await;
}

/// apply | commit and commit | ack at every listener.
async fn listeners_die(world: &mut World, owner: &Owner) {
    // Verification hears of the submission, and dies with its effect uncommitted.
    let barrier = Barrier::before_writes_to(&world.superuser, "verification.inbox_versions").await;
    let _ = owner.submit().await.expect(201);
    dies_before_commit(world, Program::Verification, barrier, tokio::spawn(async {})).await;
    world.officer(FIRST).await.approve(&owner.number, 1).await;
    world.officer(SECOND).await.approve(&owner.number, 1).await;

    // Registration applies to the master data, commits, and the stream never learns of it.
    registration_has_heard_all_of(world, owner).await;
    let barrier = Barrier::before_writes_to(&world.superuser, "registration.inbox_versions").await;
    world.officer(THIRD).await.approve(&owner.number, 1).await;
    barrier.reached().await;
    world.stack.servers.nats.child().unwrap().pause();
    barrier.lift().await;
    eventually("registration commits the application", || async { owner.dossier().await["state"] == "final" }).await;
    world.stack.servers.nats.kill9().await;
    // Reporting dies, too, with whatever it had heard.
    world.stack.process(Program::Reporting).kill9().await;
    world.stack.servers.nats.run().await.unwrap();
    world.stack.process(Program::Reporting).restart().await.unwrap();
}

/// What verification has told of the dossier so far is behind registration: the next event is the one to come.
async fn registration_has_heard_all_of(world: &World, owner: &Owner) {
    let heard = "select exists (
        select from verification.reviews r
        join registration.inbox_versions i on i.aggregate_id = r.dossier_id and i.version = r.version
        where r.registration_number = $1 and i.source = 'epupns.verification.v1')";
    eventually("registration has heard all of verification", || async {
        sqlx::query_scalar(heard).bind(&owner.number).fetch_one(&world.superuser).await.unwrap()
    })
    .await;
}

/// ack | mark at every relay, and an answer that never comes.
async fn relays_and_the_door_die(world: &mut World, owner: &Owner) {
    let key = Uuid::new_v4().to_string();
    let barrier = Barrier::before_writes_to(&world.superuser, "registration.outbox").await;
    let task = submission(owner, &key).await;
    barrier.reached().await;
    world.stack.process(Program::Gateway).kill9().await;
    task.await.unwrap();
    barrier.lift().await;
    world.stack.process(Program::Gateway).restart().await.unwrap();
    assert_eq!(owner.submit_once(&key).await.expect(201).json()["submission"], 1);

    // Verification's relay has its acknowledgement and dies before it writes that down.
    let officer = world.officer(FIRST).await;
    let dossier = officer.awaits(&owner.number).await;
    let _ = officer.claim(&dossier).await.expect(200);
    world.stack.servers.nats.child().unwrap().pause();
    let _ = officer.complete(&dossier, 1).await.expect(200);
    let barrier = Barrier::before_writes_to(&world.superuser, "verification.outbox").await;
    world.stack.servers.nats.child().unwrap().resume();
    barrier.reached().await;
    world.stack.process(Program::Verification).kill9().await;
    barrier.lift().await;
    world.stack.process(Program::Verification).restart().await.unwrap();

    // So does the publisher of the agencies' feed.
    let barrier = Barrier::before_writes_to(&world.superuser, "reporting.fact_agency_events").await;
    world.officer(SECOND).await.approve(&owner.number, 1).await;
    barrier.reached().await;
    world.stack.process(Program::Reporting).kill9().await;
    barrier.lift().await;
    world.stack.process(Program::Reporting).restart().await.unwrap();
    world.officer(THIRD).await.approve(&owner.number, 1).await;
    let _ = owner.reaches("final").await;
}

/// One submission, one decision per stage and field, one application.
async fn applied_once(world: &World, owner: &Owner) {
    let dossier = owner.dossier().await;
    assert_eq!(dossier["submission"], 1);
    assert_eq!(field(&dossier, "nama")["database_value"], NAME);
    let id: Uuid = dossier["dossier_id"].as_str().unwrap().parse().unwrap();
    let applied: i64 = sqlx::query_scalar(
        "select count(*) from registration.outbox where message_name like '%EmployeeDataApplied' and aggregate_id = $1",
    )
    .bind(id)
    .fetch_one(&world.superuser)
    .await
    .unwrap();
    assert_eq!(applied, 1, "applied once");
}
