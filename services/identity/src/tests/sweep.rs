use crate::jobs::sweep::SCHEDULE;
use proto::identity::v1::AccountErased;
use tokio_util::sync::CancellationToken;

use super::{
    harness::{World, number, person},
    personal_data_viewed::{SITI, confirmation, with_a_verifier},
};

const ACCOUNTS: &str = "select count(*) from identity.accounts";

async fn sweep(world: &World) {
    world.app.sweep(&world.pass(SCHEDULE)).await.unwrap();
    world.execute("delete from identity.leases where name = 'sweep'").await;
}

#[tokio::test]
async fn whoever_has_lost_the_lease_or_is_stopping_erases_nothing_more() {
    let world = World::new("sweep_lease").await;
    world.prepare(person(1)).await.unwrap();
    world.registration.forgotten.lock().unwrap().push(number(1));
    world.turn(31 * 60);
    let stop = CancellationToken::new();
    let (first, second) = (world.pass_until(SCHEDULE, stop.clone()), world.pass(SCHEDULE));
    assert!(first.goes_on().await.unwrap());
    world.app.sweep(&second).await.unwrap();
    assert_eq!(world.count(ACCOUNTS).await, 1, "the lease is another's");
    stop.cancel();
    world.app.sweep(&first).await.unwrap();
    assert_eq!(world.count(ACCOUNTS).await, 1);
}

#[tokio::test]
async fn where_there_is_nothing_to_sweep_nothing_is_written() {
    let world = World::new("sweep_idle").await;
    world.prepare(person(1)).await.unwrap();
    assert!(!world.app.sweep(&world.pass(SCHEDULE)).await.unwrap());
    assert_eq!(world.count("select count(*) from identity.leases").await, 0);
}

#[tokio::test]
async fn an_account_whose_registration_never_came_to_be_is_erased_after_half_an_hour() {
    let world = World::new("sweep_orphan").await;
    world.prepare(person(1)).await.unwrap();
    world.registration.forgotten.lock().unwrap().push(number(1));
    world.turn(29 * 60);
    sweep(&world).await;
    assert_eq!(world.count(ACCOUNTS).await, 1);
    world.turn(2 * 60);
    sweep(&world).await;
    assert_eq!(world.count(ACCOUNTS).await, 0);
    assert_eq!(world.told::<AccountErased>().await.len(), 1);
}

#[tokio::test]
async fn an_account_whose_event_is_late_is_no_orphan_however_late_it_is() {
    let world = World::new("sweep_late_event").await;
    world.prepare(person(1)).await.unwrap();
    world.turn(24 * 3600);
    sweep(&world).await;
    *world.registration.away.lock().unwrap() = true;
    world.registration.forgotten.lock().unwrap().push(number(1));
    sweep(&world).await;
    assert_eq!(world.count(ACCOUNTS).await, 1, "while registration cannot be asked, all stay");
}

#[tokio::test]
async fn a_session_is_deleted_a_week_after_its_end() {
    let world = World::new("sweep_sessions").await;
    world.confirmed(&person(1)).await;
    world.session(&number(1).to_string()).await;
    let sessions = "select count(*) from identity.sessions";
    world.turn(12 * 3600 + 7 * 24 * 3600 - 60);
    sweep(&world).await;
    assert_eq!(world.count(sessions).await, 1);
    world.turn(120);
    sweep(&world).await;
    assert_eq!(world.count(sessions).await, 0);
    assert_eq!(world.count(ACCOUNTS).await, 1);
}

#[tokio::test]
async fn a_look_is_remembered_for_two_years() {
    let (world, viewer) = with_a_verifier("sweep_access_log").await;
    let looks = "select count(*) from identity.access_log";
    world.take(&world.event(confirmation(&world, &viewer, &[SITI]))).await.unwrap();
    world.turn(729 * 24 * 3600);
    world.take(&world.event(confirmation(&world, &viewer, &[SITI]))).await.unwrap();
    sweep(&world).await;
    assert_eq!(world.count(looks).await, 2);
    world.turn(2 * 24 * 3600);
    sweep(&world).await;
    assert_eq!(world.count(looks).await, 1, "the later one stays");
}

#[tokio::test]
async fn many_looks_are_forgotten_pass_by_pass() {
    let world = World::new("sweep_access_log_many").await;
    world
        .execute(
            "insert into identity.access_log (subject_id, viewed_at, event_id, viewer_id, viewer_role,
                viewer_jurisdiction, field_group, purpose)
             select gen_random_uuid(), now(), gen_random_uuid(), gen_random_uuid(), 'verifier_1', 'unit:UNOR-1',
                'registration', 'confirmation' from generate_series(1, 10001)",
        )
        .await;
    world.turn(731 * 24 * 3600);
    let pass = world.pass(SCHEDULE);
    assert!(world.app.sweep(&pass).await.unwrap(), "there is more");
    assert_eq!(world.count("select count(*) from identity.access_log").await, 1);
    assert!(!world.app.sweep(&pass).await.unwrap());
    assert_eq!(world.count("select count(*) from identity.access_log").await, 0);
}

#[tokio::test]
async fn many_sent_mails_are_forgotten_pass_by_pass_after_a_week_and_what_waits_stays() {
    let world = World::new("sweep_mail").await;
    world
        .execute(
            "insert into identity.outgoing_mail (mail_id, kind, sealed, created_at, due_at, done_at)
             select gen_random_uuid(), 'sent', null, now(), now(), now() from generate_series(1, 10001)
             union all select gen_random_uuid(), 'recent', null, now(), now(), now() + interval '2 days'
             union all select gen_random_uuid(), 'waits', 'x', now(), now(), null",
        )
        .await;
    let mails = "select count(*) from identity.outgoing_mail";
    let pass = world.pass(SCHEDULE);
    assert!(!world.app.sweep(&pass).await.unwrap());
    assert_eq!(world.count(mails).await, 10_003, "younger than a week");
    world.turn(8 * 24 * 3600);
    assert!(world.app.sweep(&pass).await.unwrap(), "there is more");
    assert_eq!(world.count(mails).await, 3);
    assert!(!world.app.sweep(&pass).await.unwrap());
    let left = "select count(*) from identity.outgoing_mail where kind in ('recent', 'waits')";
    assert_eq!((world.count(left).await, world.count(mails).await), (2, 2));
}
