//! An event takes effect once; what cannot be applied is parked and holds only its own aggregate.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use chassis::{
    ambient::Clock,
    db::{Db, Tx},
    events::{Aggregate, Applied, Heard, Listener, ReplayError, apply, list_parked, replay_parked},
};
use sqlx::{Connection as _, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{SCHEMA, database};

fn event(aggregate: u128, version: i64) -> Heard {
    Heard {
        event_id: Uuid::from_u128(aggregate * 1000 + version.unsigned_abs() as u128),
        message_name: "epupns.test.v1.Happened".to_owned(),
        aggregate: Some(Aggregate { id: Uuid::from_u128(aggregate), version }),
        occurred_at: OffsetDateTime::UNIX_EPOCH,
        payload: Vec::new(),
    }
}

/// Applies and commits; what the inbox said.
async fn hear(db: &Db, event: Heard) -> Applied {
    let hear = async move |mut tx: Tx| apply(&mut tx, SCHEMA, &event, OffsetDateTime::UNIX_EPOCH).await;
    db.write("hear", hear).await.unwrap()
}

async fn park(db: &Db, event: &Heard) {
    let event = event.clone();
    let parked = db.write("park", async move |mut tx| {
        sqlx::query(
            "insert into helpdesk.parked_events
                (event_id, message_name, source, aggregate_id, aggregate_version, payload, occurred_at, reason, parked_at)
             values ($1, $2, 'epupns.test.v1', $3, $4, '', now(), 'LISTENER_REFUSED', now())",
        )
        .bind(event.event_id)
        .bind(&event.message_name)
        .bind(event.aggregate.unwrap().id)
        .bind(event.aggregate.unwrap().version)
        .execute(&mut *tx)
        .await
    });
    parked.await.unwrap();
}

#[tokio::test]
async fn an_event_delivered_again_is_done_before() {
    let (_database, db) = database("inbox_again").await;
    assert_eq!(hear(&db, event(1, 1)).await, Applied::Now);
    assert_eq!(hear(&db, event(1, 1)).await, Applied::Before);
    assert_eq!(hear(&db, event(1, 2)).await, Applied::Now);
    assert_eq!(hear(&db, event(1, 1)).await, Applied::Before, "an older one is done too");
}

#[tokio::test]
async fn an_event_that_comes_too_early_is_a_gap_until_its_forerunner_came() {
    let (_database, db) = database("inbox_gap").await;
    assert_eq!(hear(&db, event(1, 2)).await, Applied::Gap);
    assert_eq!(hear(&db, event(2, 1)).await, Applied::Now, "another aggregate does not wait");
    assert_eq!(hear(&db, event(1, 1)).await, Applied::Now);
    assert_eq!(hear(&db, event(1, 2)).await, Applied::Now);
}

#[tokio::test]
async fn another_event_of_a_version_that_has_passed_is_noticed_and_the_same_one_is_not() {
    let (_database, db) = database("inbox_passed").await;
    let others = |version| Heard { event_id: Uuid::from_u128(0x666 + version), ..event(1, version as i64) };
    assert_eq!(hear(&db, event(1, 1)).await, Applied::Now);
    // Whoever has its publisher's key was quicker, twice.
    for version in 2..=3 {
        assert_eq!(hear(&db, others(version)).await, Applied::Now);
    }
    for version in 2..=3 {
        assert_eq!(hear(&db, event(1, version)).await, Applied::Twice, "the true one is not dropped unseen");
        assert_eq!(hear(&db, others(version as u128)).await, Applied::Before);
    }
    assert_eq!(hear(&db, event(1, 1)).await, Applied::Before);
    assert_eq!(hear(&db, event(1, 4)).await, Applied::Now);

    // A program of before has gone on meanwhile: what it knew counts, and no more.
    let older = "update helpdesk.inbox_versions
         set version = 5, latest_event_version = 5, latest_event_id = '00000000-0000-0000-0000-0000000003ed'";
    db.write("older", async move |mut tx: Tx| sqlx::query(older).execute(&mut *tx).await).await.unwrap();
    assert_eq!(hear(&db, event(1, 5)).await, Applied::Before);
    assert_eq!(hear(&db, others(5)).await, Applied::Twice);
    assert_eq!(hear(&db, others(4)).await, Applied::Before, "nobody knows by which it came there");
    assert_eq!(hear(&db, event(1, 6)).await, Applied::Now);
}

#[tokio::test]
async fn each_publisher_counts_for_itself() {
    let (_database, db) = database("inbox_publishers").await;
    let other = Heard { message_name: "epupns.other.v1.Happened".to_owned(), ..event(1, 1) };
    assert_eq!(hear(&db, event(1, 1)).await, Applied::Now);
    assert_eq!(hear(&db, other).await, Applied::Now, "the same id, another's count");
}

#[tokio::test]
async fn an_event_without_an_aggregate_is_remembered_by_its_id() {
    let (_database, db) = database("inbox_batch").await;
    let batch = Heard { aggregate: None, ..event(1, 1) };
    assert_eq!(hear(&db, batch.clone()).await, Applied::Now);
    assert_eq!(hear(&db, batch).await, Applied::Before);
}

#[tokio::test]
async fn parking_holds_only_its_own_aggregate_and_replay_repairs_it_in_order() {
    let (_database, db) = database("inbox_parked").await;
    park(&db, &event(1, 1)).await;
    assert_eq!(hear(&db, event(1, 2)).await, Applied::Behind);
    assert_eq!(hear(&db, event(2, 1)).await, Applied::Now, "others flow");
    park(&db, &event(1, 2)).await;

    let (cured, heard) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let listener = {
        let (cured, heard) = (cured.clone(), heard.clone());
        Listener::new(move |_, _| {
            let (cured, heard) = (cured.clone(), heard.clone());
            Box::pin(async move {
                anyhow::ensure!(cured.load(Ordering::Relaxed), "still ill");
                heard.fetch_add(1, Ordering::Relaxed);
                Ok(())
            })
        })
    };
    let replay = || replay_parked(db.clone(), SCHEMA, Clock::system(), listener.clone(), event(1, 2).event_id);
    assert!(matches!(replay().await, Err(ReplayError::RefusedAgain(_))));
    let parked = list_parked(&mut db.read().await.unwrap(), SCHEMA, None, 10).await.unwrap();
    assert_eq!(parked.len(), 2, "a replay that is refused changes nothing");

    cured.store(true, Ordering::Relaxed);
    assert_eq!(replay().await.unwrap(), 2);
    assert_eq!(heard.load(Ordering::Relaxed), 2);
    assert_eq!(hear(&db, event(1, 3)).await, Applied::Now, "the aggregate flows again");
    assert!(matches!(replay().await, Err(ReplayError::NotFound)));
}

/// Until so many sessions wait for a lock.
async fn waiting(superuser: &mut PgConnection, sessions: i64) {
    let wait = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    for _ in 0..1_000 {
        if sqlx::query_scalar::<_, i64>(wait).fetch_one(&mut *superuser).await.unwrap() == sessions {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("not {sessions} wait for a lock");
}

#[tokio::test]
async fn a_replay_and_a_redelivery_meet_at_the_aggregate_first() {
    let (database, db) = database("inbox_order").await;
    park(&db, &event(1, 1)).await;
    let url = database.superuser_url().unwrap();
    let (mut gate, mut superuser) =
        (PgConnection::connect(&url).await.unwrap(), PgConnection::connect(&url).await.unwrap());
    sqlx::raw_sql("begin; select from helpdesk.parked_events for update").execute(&mut gate).await.unwrap();

    let hears = Listener::new(|_, _| Box::pin(async { Ok(()) }));
    let replay = replay_parked(db.clone(), SCHEMA, Clock::system(), hears, event(1, 1).event_id);
    let replay = tokio::spawn(replay);
    waiting(&mut superuser, 1).await;
    let redelivery = tokio::spawn(async move { hear(&db, event(1, 1)).await });
    waiting(&mut superuser, 2).await;
    sqlx::raw_sql("commit").execute(&mut gate).await.unwrap();

    assert_eq!(replay.await.unwrap().unwrap(), 1, "who came first is first");
    assert_eq!(redelivery.await.unwrap(), Applied::Before);
}
