//! Events heard in batches take effect as if each had come alone.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use chassis::{
    ambient::Clock,
    db::Db,
    events::{Aggregate, Fate, Heard, Hearing, Listener, list_parked, replay_parked},
};
use futures::FutureExt as _;
use prost::Name as _;
use proto::registration::v1::RegistrationConfirmed;
use sqlx::{Connection as _, PgConnection};
use stack::FreshDatabase;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{SCHEMA, database};

const MOST: usize = 64;

/// Of an aggregate; its number and version are in the id.
fn event(aggregate: u128, version: i64) -> Heard {
    Heard {
        event_id: Uuid::from_u128(aggregate * 1_000_000 + version.unsigned_abs() as u128),
        message_name: "epupns.test.v1.Happened".to_owned(),
        aggregate: Some(Aggregate { id: Uuid::from_u128(aggregate), version }),
        occurred_at: OffsetDateTime::UNIX_EPOCH,
        payload: Vec::new(),
    }
}

/// A database in which effects can be counted: each is a row.
async fn effects(name: &str) -> (FreshDatabase, Db) {
    let (database, db) = database(name).await;
    let mut owner = PgConnection::connect(&database.superuser_url().unwrap()).await.unwrap();
    let table = "create table helpdesk.effects (position bigserial, aggregate uuid, version bigint, event_id uuid);
                 grant all on all tables in schema helpdesk to helpdesk_app;
                 grant all on all sequences in schema helpdesk to helpdesk_app";
    sqlx::raw_sql(table).execute(&mut owner).await.unwrap();
    owner.close().await.unwrap();
    (database, db)
}

async fn keep(connection: &mut PgConnection, event: &Heard) -> anyhow::Result<()> {
    sqlx::query("insert into helpdesk.effects (aggregate, version, event_id) values ($1, $2, $3)")
        .bind(event.aggregate.map(|aggregate| aggregate.id))
        .bind(event.aggregate.map(|aggregate| aggregate.version))
        .bind(event.event_id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps each event, and refuses these, after it has begun.
fn refusing(poison: impl Fn(&Heard) -> bool + Clone + Send + Sync + 'static) -> Listener {
    Listener::in_batches(MOST, move |connection, events| {
        let poison = poison.clone();
        async move {
            for event in events {
                keep(connection, event).await?;
                anyhow::ensure!(!poison(event), "poison");
            }
            Ok(())
        }
        .boxed()
    })
}

fn hearing(db: &Db, listener: Listener) -> Hearing {
    Hearing::new(db.clone(), SCHEMA, Clock::system(), listener)
}

/// The versions of each aggregate whose effects are there, in their order.
async fn kept(db: &Db) -> BTreeMap<u128, Vec<i64>> {
    let mut connection = db.read().await.unwrap();
    let sql = "select aggregate, version from helpdesk.effects where aggregate is not null order by position";
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(sql).fetch_all(&mut *connection).await.unwrap();
    let mut kept: BTreeMap<u128, Vec<i64>> = BTreeMap::new();
    for (aggregate, version) in rows {
        kept.entry(aggregate.as_u128()).or_default().push(version);
    }
    kept
}

async fn count(db: &Db) -> i64 {
    let mut connection = db.read().await.unwrap();
    sqlx::query_scalar("select count(*) from helpdesk.effects").fetch_one(&mut *connection).await.unwrap()
}

#[tokio::test]
async fn a_poisoned_event_in_the_middle_holds_its_own_aggregate_and_the_others_take_effect_once() {
    let (_database, db) = effects("hearing_poison").await;
    let cured = Arc::new(AtomicBool::new(false));
    let ill = {
        let (cured, poison) = (cured.clone(), event(4, 2).event_id);
        move |event: &Heard| event.event_id == poison && !cured.load(Ordering::Relaxed)
    };
    let hearing = hearing(&db, refusing(ill.clone()));
    let events: Vec<Heard> =
        (1..=3).flat_map(|version| (1..=9).map(move |aggregate| event(aggregate, version))).collect();
    let fates = hearing.hear(events.clone()).await.unwrap();
    let later: Vec<Heard> =
        events.iter().zip(&fates).filter(|(_, fate)| **fate != Fate::Done).map(|(event, _)| event.clone()).collect();
    let ids = |events: &[Heard]| events.iter().map(|event| event.event_id).collect::<Vec<_>>();
    assert_eq!(ids(&later), [event(4, 2).event_id, event(4, 3).event_id]);
    assert_eq!(fates[9 + 3], Fate::Later(1), "refused once: the batch around it does not count");

    let healthy: BTreeMap<u128, Vec<i64>> =
        (1..=9).map(|aggregate| (aggregate, if aggregate == 4 { vec![1] } else { vec![1, 2, 3] })).collect();
    assert_eq!(kept(&db).await, healthy);

    for refusals in 2..10 {
        assert_eq!(hearing.hear(later.clone()).await.unwrap(), [Fate::Later(refusals), Fate::Later(0)]);
    }
    assert_eq!(hearing.hear(later.clone()).await.unwrap()[0], Fate::Done, "parked after ten refusals");
    assert_eq!(hearing.hear(vec![event(4, 3), event(5, 4)]).await.unwrap(), [Fate::Done, Fate::Done]);
    let parked = list_parked(&mut db.read().await.unwrap(), SCHEMA, None, 10).await.unwrap();
    let reasons: Vec<&str> = parked.iter().map(|parked| parked.reason.as_str()).collect();
    assert_eq!(reasons, ["LISTENER_REFUSED", "BEHIND_PARKED"]);

    cured.store(true, Ordering::Relaxed);
    let replayed = replay_parked(db.clone(), SCHEMA, Clock::system(), refusing(ill), event(4, 2).event_id).await;
    assert_eq!(replayed.unwrap(), 2);
    assert_eq!(kept(&db).await[&4], [1, 2, 3]);
    assert_eq!(kept(&db).await[&5], [1, 2, 3, 4]);
}

#[tokio::test]
async fn duplicates_and_disorder_inside_a_batch_are_put_right() {
    let (_database, db) = effects("hearing_disorder").await;
    let hearing = hearing(&db, refusing(|_| false));
    let alone = Heard { aggregate: None, ..event(7, 1) };
    let batch = vec![
        event(1, 3),
        event(2, 1),
        event(1, 1),
        alone.clone(),
        event(1, 2),
        event(1, 1),
        alone.clone(),
        event(3, 2),
        event(1, 3),
    ];
    let fates = hearing.hear(batch).await.unwrap();
    let expected: Vec<Fate> = (0..9).map(|place| if place == 7 { Fate::Later(0) } else { Fate::Done }).collect();
    assert_eq!(fates, expected, "only what has no forerunner waits");
    assert_eq!(kept(&db).await, BTreeMap::from([(1, vec![1, 2, 3]), (2, vec![1])]));
    assert_eq!(count(&db).await, 5, "the one without an aggregate once");
    assert_eq!(hearing.hear(vec![event(3, 2), event(3, 1), alone]).await.unwrap(), [Fate::Done; 3]);
    assert_eq!(kept(&db).await[&3], [1, 2]);
    assert_eq!(count(&db).await, 7);
}

#[tokio::test]
async fn a_batch_may_touch_one_aggregate_many_times() {
    let (_database, db) = effects("hearing_many").await;
    let hearing = hearing(&db, refusing(|_| false));
    let events: Vec<Heard> = (1..=300).map(|version| event(1, version)).collect();
    assert!(hearing.hear(events).await.unwrap().iter().all(|fate| *fate == Fate::Done));
    assert_eq!(kept(&db).await[&1], (1..=300).collect::<Vec<_>>());
    assert_eq!(hearing.hear(vec![event(1, 301)]).await.unwrap(), [Fate::Done]);
}

#[tokio::test]
async fn a_crash_before_or_after_the_commit_neither_loses_nor_repeats() {
    let (_database, db) = effects("hearing_crash").await;
    let crash = Arc::new(AtomicBool::new(true));
    let listener = Listener::in_batches(MOST, move |connection, events| {
        let crash = crash.clone();
        async move {
            for event in events {
                keep(connection, event).await?;
            }
            if crash.swap(false, Ordering::Relaxed) {
                sqlx::query("select pg_terminate_backend(pg_backend_pid())").execute(&mut **connection).await?;
            }
            Ok(())
        }
        .boxed()
    });
    let hearing = hearing(&db, listener);
    let events: Vec<Heard> = (1..=40).map(|aggregate| event(aggregate, 1)).collect();
    assert!(hearing.hear(events.clone()).await.is_err(), "the database is gone: nobody is refused or parked");
    assert_eq!(count(&db).await, 0);
    // The stream gives all again, and once more because the acknowledgements were lost.
    for _ in 0..2 {
        assert_eq!(hearing.hear(events.clone()).await.unwrap(), [Fate::Done; 40]);
        assert_eq!(count(&db).await, 40);
    }
    assert!(list_parked(&mut db.read().await.unwrap(), SCHEMA, None, 1).await.unwrap().is_empty());
}

/// Both are given the same events in batches that overlap, one of them from the other end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_at_once_apply_each_event_once_and_in_order() {
    let (_database, db) = effects("hearing_two").await;
    let (one, other) = (hearing(&db, refusing(|_| false)), hearing(&db, refusing(|_| false)));
    for version in 1..=6 {
        let events: Vec<Heard> = (1..=50).map(|aggregate| event(aggregate, version)).collect();
        let reversed: Vec<Heard> = events.iter().rev().cloned().collect();
        let (one, other) = tokio::join!(one.hear(events), other.hear(reversed));
        let fates: HashSet<bool> =
            one.unwrap().into_iter().chain(other.unwrap()).map(|fate| fate == Fate::Done).collect();
        assert_eq!(fates, HashSet::from([true]));
    }
    let all: BTreeMap<u128, Vec<i64>> = (1..=50).map(|aggregate| (aggregate, (1..=6).collect())).collect();
    assert_eq!(kept(&db).await, all);
}

#[tokio::test]
async fn a_listener_that_panics_refuses_its_event_and_hears_the_others() {
    let (_database, db) = effects("hearing_panic").await;
    let poison = event(2, 1).event_id;
    let panicking = refusing(move |event: &Heard| {
        assert_ne!(event.event_id, poison, "made up");
        false
    });
    let hearing = hearing(&db, panicking);
    let events: Vec<Heard> = (1..=3).map(|aggregate| event(aggregate, 1)).collect();
    assert_eq!(hearing.hear(events.clone()).await.unwrap(), [Fate::Done, Fate::Later(1), Fate::Done]);
    assert_eq!(kept(&db).await, BTreeMap::from([(1, vec![1]), (3, vec![1])]));
    for refusals in 2..10 {
        assert_eq!(hearing.hear(vec![event(2, 1)]).await.unwrap(), [Fate::Later(refusals)]);
    }
    assert_eq!(hearing.hear(vec![event(2, 1)]).await.unwrap(), [Fate::Done], "parked after ten refusals");
}

/// Whoever has a service's key can invent versions without forerunners; the stream hands out 1,000 events at most that are still to be heard.
#[tokio::test]
async fn a_crowd_without_forerunners_is_parked_and_holds_nobody_up() {
    let (_database, db) = effects("hearing_crowd").await;
    let hearing = hearing(&db, refusing(|_| false));
    let crowd: Vec<Heard> = (1..=1_100).map(|aggregate| event(aggregate, 5)).collect();
    let mut later = 0;
    for some in crowd.chunks(MOST) {
        later += hearing.hear(some.to_vec()).await.unwrap().iter().filter(|fate| **fate != Fate::Done).count();
    }
    assert_eq!(later, 200, "more than the stream has to give out again");
    assert_eq!(hearing.hear(vec![event(9_999, 1)]).await.unwrap(), [Fate::Done]);
    let mut connection = db.read().await.unwrap();
    let parked: i64 = sqlx::query_scalar("select count(*) from helpdesk.parked_events where reason = 'GAP'")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    assert_eq!(parked, 900);
    let batches = crowd.chunks(MOST).len();
    assert!(waits_for_the_disk(&db, "parked_events").await <= batches, "one for each batch");
}

#[tokio::test]
async fn a_crowd_that_is_refused_or_cannot_be_read_is_kept_apart_at_once() {
    let (_database, db) = effects("hearing_refused_crowd").await;
    let crowd: Vec<Heard> = (1..=MOST as u128).map(|aggregate| event(aggregate, 1)).collect();
    let refused = hearing(&db, refusing(|_| true));
    for _ in 1..10 {
        assert!(refused.hear(crowd.clone()).await.unwrap().iter().all(|fate| *fate != Fate::Done));
    }
    assert_eq!(refused.hear(crowd.clone()).await.unwrap(), [Fate::Done; MOST]);
    assert_eq!(waits_for_the_disk(&db, "parked_events").await, 1);

    let unreadable = Listener::in_batches(MOST, |_, events| {
        async move {
            // 2 is the length of what does not follow.
            let confirmed = RegistrationConfirmed::full_name();
            let spoilt = Heard { message_name: confirmed, payload: vec![0x0a, 2], ..events[0].clone() };
            spoilt.decode::<RegistrationConfirmed>().map(drop)
        }
        .boxed()
    });
    let others: Vec<Heard> = (1..=MOST as u128).map(|aggregate| event(1_000 + aggregate, 1)).collect();
    assert_eq!(hearing(&db, unreadable).hear(others).await.unwrap(), [Fate::Done; MOST]);
    assert_eq!(waits_for_the_disk(&db, "set_aside_events").await, 1);
}

#[tokio::test]
async fn who_hears_one_by_one_keeps_a_crowd_apart_at_once_and_lets_what_nobody_knows_pass_together() {
    let (_database, db) = effects("hearing_single_crowd").await;
    let confirmed = |aggregate: u128, payload: &[u8]| Heard {
        message_name: RegistrationConfirmed::full_name(),
        payload: payload.to_vec(),
        ..event(aggregate, 1)
    };
    let reads = || {
        Listener::new(|_, event| {
            let read = event.decode::<RegistrationConfirmed>();
            async move { read.map(drop) }.boxed()
        })
    };
    // 2 is the length of what does not follow.
    let unreadable: Vec<Heard> = (1..=40).map(|aggregate| confirmed(aggregate, &[0x0a, 2])).collect();
    assert_eq!(hearing(&db, reads()).hear(unreadable).await.unwrap(), [Fate::Done; 40]);
    assert_eq!(waits_for_the_disk(&db, "set_aside_events").await, 1);

    let unknown: Vec<Heard> = (101..=140).map(|aggregate| event(aggregate, 1)).collect();
    assert_eq!(hearing(&db, reads()).hear(unknown).await.unwrap(), [Fate::Done; 40]);
    assert_eq!(waits_for_the_disk(&db, "inbox_versions where version = 1").await, 1, "they only advance");

    let known: Vec<Heard> = (201..=203).map(|aggregate| confirmed(aggregate, &[])).collect();
    assert_eq!(hearing(&db, reads()).hear(known).await.unwrap(), [Fate::Done; 3]);
    assert_eq!(waits_for_the_disk(&db, "inbox_versions where version = 1").await, 4, "each has its own");
}

/// How many transactions wrote these rows: while one of them waits for the disk, nobody else is heard.
async fn waits_for_the_disk(db: &Db, table: &str) -> usize {
    let sql = sqlx::AssertSqlSafe(format!("select count(distinct xmin::text) from helpdesk.{table}"));
    let transactions: i64 = sqlx::query_scalar(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
    transactions.try_into().unwrap()
}
