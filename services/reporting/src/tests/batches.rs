//! What is heard in batches, by one process or two, ends where it would have ended one by one.

use chassis::{
    db::Tx,
    events::{Fate, Heard, Hearing, list_parked},
};
use futures::future::join_all;
use kernel::Stage;
use proto::registration::v1::{EmployeeRef, PurgedPerson, RehearsalPurged};

use super::{
    dossier_events::Telling,
    feed_world::{self, FeedWorld},
    fixtures::{Someone, employees, event, imported},
    harness::World,
};
use crate::{SCHEMA, app::App, hears, store::generations::different_rows};

fn hearing(app: &App) -> Hearing {
    Hearing::new(app.db.clone(), SCHEMA, app.clock.clone(), hears::listener(app.clone()))
}

/// Nothing of these need come again.
async fn all_done(hearing: &Hearing, events: Vec<Heard>) {
    let fates = hearing.hear(events).await.unwrap();
    assert!(fates.iter().all(|fate| *fate == Fate::Done), "{fates:?}");
}

/// Projects events into a generation, in batches of a size.
async fn projected(app: &App, generation: i64, events: &[Heard], size: usize) {
    let events = events.to_vec();
    let project = async move |mut tx: Tx| {
        let events: Vec<&Heard> = events.iter().collect();
        for batch in events.chunks(size) {
            hears::project(&mut tx, generation, batch).await?;
        }
        anyhow::Ok(())
    };
    app.db.write("project", project).await.unwrap();
}

#[tokio::test]
async fn a_batch_with_an_unreadable_event_applies_all_others_once() {
    let world = World::new("batch_poison").await;
    let hearing = hearing(&world.app);
    let mut dossier = Telling::of(Someone::Teacher);
    let poison = Heard { payload: vec![0xff; 7], ..Someone::Nurse.submits() };
    let events = vec![
        Someone::Teacher.submits(),
        Someone::Clerk.submits(),
        dossier.submitted(1),
        poison.clone(),
        Someone::Nurse.is_confirmed(),
        dossier.passed(1, Stage::Skpd),
        Someone::Teacher.is_confirmed(),
    ];
    let fates = hearing.hear(events.clone()).await.unwrap();
    assert_eq!(
        fates,
        [Fate::Done; 7],
        "one is set aside, and what the nurse's registration is confirmed by is behind it"
    );
    assert_eq!(world.count("select count(*) from reporting.view_registrations").await, 2);
    assert_eq!(world.texts("select stage from reporting.view_dossiers").await, ["bkd"]);
    // The imports, and five of these.
    assert_eq!(world.count("select sum(events)::bigint from reporting.fact_heard").await, 3 + 5);
    for _ in 1..10 {
        hearing.hear(events.clone()).await.unwrap();
    }
    let parked = list_parked(&mut world.app.db.read().await.unwrap(), SCHEMA, None, 10).await.unwrap();
    let parked: Vec<_> = parked.iter().map(|parked| parked.event_id).collect();
    assert_eq!(parked, [poison.event_id, events[4].event_id]);
    assert_eq!(world.count("select sum(events)::bigint from reporting.fact_heard").await, 3 + 5);
}

#[tokio::test]
async fn a_batch_counts_as_its_events_do_one_by_one() {
    let world = World::empty("batch_counts").await;
    let mut dossier = Telling::of(Someone::Teacher);
    let moved = EmployeeRef { unit_code: "A1.HEALTH".into(), version: 2, ..Someone::Teacher.employee() };
    let mut events = imported();
    events.extend(Someone::ALL.map(Someone::submits));
    events.extend([
        Someone::Teacher.is_confirmed(),
        Someone::Clerk.is_rejected(),
        dossier.submitted(1),
        dossier.passed(1, Stage::Skpd),
        employees(vec![moved]),
        dossier.returned(1),
        dossier.submitted(2),
    ]);
    projected(&world.app, 100, &events, 1).await;
    for (generation, size) in [(101, 2), (102, 5), (103, events.len())] {
        projected(&world.app, generation, &events, size).await;
        let mut connection = world.app.db.read().await.unwrap();
        assert_eq!(different_rows(&mut connection, 100, generation).await.unwrap(), 0, "batches of {size}");
    }
}

/// A removal is a border inside a batch: what was told before goes, what is told afterwards stays.
#[tokio::test]
async fn a_rehearsal_removed_in_the_middle_of_a_batch_may_begin_again() {
    let world = World::empty("batch_purge").await;
    let person = PurgedPerson { employee_id: Someone::Actor.employee_id().to_string(), ..PurgedPerson::default() };
    let purged = RehearsalPurged { agency_code: "X1".into(), people: vec![person], agency_gone: false };
    let again = EmployeeRef { version: 2, ..Someone::Actor.employee() };
    let mut events = imported();
    events.extend([Someone::Actor.submits(), Someone::Nurse.submits(), event(None, &purged), employees(vec![again])]);
    projected(&world.app, 100, &events, 1).await;
    projected(&world.app, 101, &events, events.len()).await;
    let mut connection = world.app.db.read().await.unwrap();
    assert_eq!(different_rows(&mut connection, 100, 101).await.unwrap(), 0);
    let left = "select version || ' ' || (select count(*) from reporting.view_registrations where generation = 101)
         from reporting.view_employees where generation = 101 and agency_code = 'X1'";
    assert_eq!(world.texts(left).await, ["2 1"], "the person of the second rehearsal, and the nurse's registration");
}

/// Two replicas, each with batches that the other one gets too; people move between the same agencies in both directions, and
/// one event of each batch is unreadable.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_of_a_feed_have_no_gaps_when_two_replicas_hear_in_batches() {
    let world = FeedWorld::new("batches").await;
    let replicas = [hearing(&world.app), hearing(&world.app)];
    let mut rounds = Vec::new();
    for round in 0..6 {
        let mut events = Vec::new();
        for number in 0..20 {
            let (one, other) = if number % 2 == 0 { ("1001", "3573") } else { ("3573", "1001") };
            let someone = feed_world::Someone::of(one);
            events.extend([someone.registered(), someone.confirmed(), someone.transferred(1, other)]);
        }
        let broken = Heard { payload: vec![0xff; 7], ..feed_world::Someone::of("1001").registered() };
        events.insert(round * 9, broken);
        rounds.push(events);
    }
    for events in &rounds {
        let (one, mut other) = (events.clone(), events.clone());
        other.rotate_left(31);
        join_all(replicas.iter().zip([one, other]).map(|(replica, events)| replica.hear(events)))
            .await
            .into_iter()
            .for_each(|fates| {
                let later = fates.unwrap().into_iter().filter(|fate| *fate != Fate::Done).count();
                assert_eq!(later, 0, "the unreadable one is set aside and need not come again");
            });
    }
    for agency in ["1001", "3573"] {
        let feed = world.feed_of(agency).await;
        let numbers: Vec<u64> =
            feed.iter().map(|event| event["agencyseq"].as_str().unwrap().parse().unwrap()).collect();
        // Of each round ten registrations with their confirmations, and both sides of twenty transfers.
        assert_eq!(numbers, (1..=6 * (20 + 20)).collect::<Vec<_>>(), "{agency}");
        let mut versions = std::collections::HashMap::new();
        for event in feed.iter().filter(|event| event["type"].as_str().unwrap().contains(".registration.")) {
            let version = event["data"]["version"].as_u64().unwrap();
            let before = versions.insert(event["subject"].to_string(), version).unwrap_or(0);
            assert_eq!(version, before + 1, "of one registration in its order");
        }
    }
}

#[tokio::test]
async fn what_comes_again_after_a_lost_acknowledgement_changes_nothing() {
    let world = World::new("batch_again").await;
    let events: Vec<Heard> = Someone::ALL.map(Someone::submits).into_iter().collect();
    all_done(&hearing(&world.app), events.clone()).await;
    let rows = "select c::text from reporting.view_counts c order by 1";
    let before = world.texts(rows).await;
    // Another process, which knows nothing of it, and two of each.
    all_done(&hearing(&world.app), [events.clone(), events].concat()).await;
    assert_eq!(world.texts(rows).await, before);
    assert_eq!(world.count("select sum(events)::bigint from reporting.fact_heard").await, 3 + 7);
}
