//! What is not what it says is set aside: the true event still counts, and nothing that is set aside holds anybody up.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use async_nats::HeaderMap;
use chassis::{
    ambient::Clock,
    db::Db,
    events::{
        Aggregate, Disagreement, Fate, Heard, Hearing, Listener, Suspect, count_set_aside, list_parked, replay_parked,
    },
};
use futures::FutureExt as _;
use prost::{Message as _, Name as _};
use proto::registration::v1::RegistrationConfirmed;
use stack::FreshDatabase;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{SCHEMA, database};

const CONFIRMED: &str = "epupns.registration.v1.RegistrationConfirmed";
const ABOUT: Uuid = Uuid::from_u128(0x0196_f2a4_3c1e_7a52_9a3c_5f7f_2d9b_8e01);

/// As registration tells it; its id is chosen.
fn confirmed(version: i64, id: u128) -> Heard {
    let message = RegistrationConfirmed { registration_id: ABOUT.to_string(), ..RegistrationConfirmed::default() };
    Heard {
        event_id: Uuid::from_u128(id),
        message_name: RegistrationConfirmed::full_name(),
        aggregate: Some(Aggregate { id: ABOUT, version }),
        occurred_at: OffsetDateTime::UNIX_EPOCH,
        payload: message.encode_to_vec(),
    }
}

/// As the stream gives it: a subject, which is the publisher's own, and headers, which are its word.
fn message(subject: &str, headers: &[(&str, &str)], body: &[u8]) -> async_nats::Message {
    let mut all = HeaderMap::new();
    headers.iter().for_each(|(name, value)| all.insert(*name, *value));
    async_nats::Message {
        subject: subject.into(),
        reply: None,
        payload: body.to_vec().into(),
        headers: Some(all),
        status: None,
        description: None,
        length: 0,
    }
}

/// What helpdesk's key can publish in registration's name: its own subject, and any header.
fn forged(version: i64, id: u128, body: &[u8]) -> Suspect {
    let (event_id, about, version) = (Uuid::from_u128(id).to_string(), ABOUT.to_string(), version.to_string());
    let forged = message(
        &format!("epupns.internal.epupns.helpdesk.v1.TicketResolved.{ABOUT}"),
        &[
            ("ce-id", &event_id),
            ("ce-type", CONFIRMED),
            ("ce-source", "epupns/registration"),
            ("ce-time", "2026-11-30T00:00:00Z"),
            ("ce-aggregateid", &about),
            ("ce-aggregateversion", &version),
        ],
        body,
    );
    *Heard::from_message(&forged).err().expect("it is not what it says")
}

/// Reads the bodies of confirmations and remembers which took effect; refuses what `ill` says.
fn reading(effects: &Effects, ill: impl Fn(&Heard) -> bool + Clone + Send + Sync + 'static) -> Listener {
    let effects = effects.clone();
    Listener::in_batches(64, move |_, events| {
        let (effects, ill) = (effects.clone(), ill.clone());
        async move {
            let mut done = Vec::new();
            for event in events {
                event.decode::<RegistrationConfirmed>()?;
                anyhow::ensure!(!ill(event), "refused");
                done.push(event.event_id.as_u128());
            }
            effects.lock().unwrap().extend(done);
            Ok(())
        }
        .boxed()
    })
}

type Effects = Arc<Mutex<Vec<u128>>>;

fn hearing(db: &Db, listener: Listener) -> Hearing {
    Hearing::new(db.clone(), SCHEMA, Clock::system(), listener)
}

async fn counted(db: &Db) -> Vec<(String, String, i64)> {
    let counts = count_set_aside(&mut db.read().await.unwrap(), SCHEMA).await.unwrap();
    counts.into_iter().map(|count| (count.publisher, count.reason, count.events)).collect()
}

async fn rows(db: &Db, table: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("select count(*) from {SCHEMA}.{table}"));
    sqlx::query_scalar(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn what_helpdesk_says_in_registrations_name_touches_nothing_and_the_true_event_counts() {
    let (_database, db) = database("forged_name").await;
    let effects = Effects::default();
    let hearing = hearing(&db, reading(&effects, |_| false));
    let body = confirmed(1, 1).payload;
    // S1 in full dress, and S2: the next version, and nothing in it.
    hearing.set_aside(vec![forged(1, 91, &body), forged(1, 92, b"")]).await.unwrap();
    assert_eq!(rows(&db, "inbox_versions").await, 0, "the order of the aggregate is untouched");
    assert_eq!(counted(&db).await, [("helpdesk".to_owned(), "TYPE_DIFFERS".to_owned(), 2)]);

    assert_eq!(hearing.hear(vec![confirmed(1, 1)]).await.unwrap(), [Fate::Done]);
    assert_eq!(*effects.lock().unwrap(), [1]);
    assert_eq!(rows(&db, "parked_events").await, 0);
}

#[tokio::test]
async fn a_body_that_cannot_be_read_holds_nobody_up() {
    let (_database, db) = database("forged_body").await;
    let effects = Effects::default();
    let hearing = hearing(&db, reading(&effects, |_| false));
    let unreadable = |version, id| Heard { payload: b"\xff\xff".to_vec(), ..confirmed(version, id) };
    let fates = hearing.hear(vec![confirmed(1, 1), unreadable(2, 92), unreadable(3, 93)]).await.unwrap();
    assert_eq!(fates, [Fate::Done; 3], "the third one queues up behind the second");
    assert_eq!(rows(&db, "parked_events").await, 1);
    assert_eq!(hearing.hear(vec![confirmed(2, 2), confirmed(3, 3), confirmed(4, 4)]).await.unwrap(), [Fate::Done; 3]);
    assert_eq!(*effects.lock().unwrap(), [1, 2, 3, 4]);
    assert_eq!(counted(&db).await, [("registration".to_owned(), "BODY_UNREADABLE".to_owned(), 1)]);
    let waiting = list_parked(&mut db.read().await.unwrap(), SCHEMA, None, 10).await.unwrap();
    let waiting: Vec<u128> = waiting.iter().map(|event| event.event_id.as_u128()).collect();
    assert_eq!(waiting, [93], "its place is taken, and the one that had queued up behind it is an operator's");
}

#[tokio::test]
async fn what_follows_a_body_that_cannot_be_read_queues_up_behind_it_and_is_replayed_with_it() {
    let (database, db) = database("unreadable_followed").await;
    let effects = Effects::default();
    let listener = reading(&effects, |_| false);
    let hearing = hearing(&db, listener.clone());
    let spoilt = Heard { payload: b"\xff\xff".to_vec(), ..confirmed(1, 1) };
    assert_eq!(hearing.hear(vec![spoilt, confirmed(2, 2)]).await.unwrap(), [Fate::Done; 2]);
    assert_eq!(hearing.hear(vec![confirmed(3, 3)]).await.unwrap(), [Fate::Done], "later, too");
    assert_eq!(hearing.hear(vec![confirmed(5, 5)]).await.unwrap(), [Fate::Done], "whatever is missing in between");
    mend(&database, &confirmed(1, 1).payload).await;
    let replay = || replay_parked(db.clone(), SCHEMA, Clock::system(), listener.clone(), Uuid::from_u128(2));
    replay().await.expect_err("the fourth is missing");
    assert_eq!(*effects.lock().unwrap(), [1, 2, 3], "as far as it came, and nothing of it is kept");
    effects.lock().unwrap().clear();
    sqlx::query("delete from helpdesk.parked_events where aggregate_version = 5")
        .execute(&mut superuser(&database).await)
        .await
        .unwrap();
    assert_eq!(replay().await.unwrap(), 3);
    assert_eq!(*effects.lock().unwrap(), [1, 2, 3]);
    assert_eq!(rows(&db, "waiting_events").await, 0);
}

async fn superuser(database: &FreshDatabase) -> sqlx::PgConnection {
    <sqlx::PgConnection as sqlx::Connection>::connect(&database.superuser_url().unwrap()).await.unwrap()
}

/// What an operator does who knows what the body should have been.
async fn mend(database: &FreshDatabase, body: &[u8]) {
    let mend = "update helpdesk.set_aside_events set payload = $1";
    sqlx::query(mend).bind(body).execute(&mut superuser(database).await).await.unwrap();
}

#[tokio::test]
async fn a_true_event_with_a_spoilt_body_is_applied_when_it_is_mended() {
    let (database, db) = database("mended_body").await;
    let effects = Effects::default();
    let listener = reading(&effects, |_| false);
    let hearing = hearing(&db, listener.clone());
    let spoilt = Heard { payload: b"\xff\xff".to_vec(), ..confirmed(1, 1) };
    // The relay may publish twice.
    for _ in 0..2 {
        assert_eq!(hearing.hear(vec![spoilt.clone()]).await.unwrap(), [Fate::Done]);
    }
    let waiting = list_parked(&mut db.read().await.unwrap(), SCHEMA, None, 10).await.unwrap();
    assert_eq!(waiting.iter().map(|event| event.event_id.as_u128()).collect::<Vec<_>>(), [1]);
    let replay = || replay_parked(db.clone(), SCHEMA, Clock::system(), listener.clone(), Uuid::from_u128(1));
    replay().await.expect_err("the cause is still there");

    let counts = [("registration".to_owned(), "BODY_UNREADABLE".to_owned(), 1)];
    assert_eq!(counted(&db).await, counts, "what is given again is not counted again");

    mend(&database, &confirmed(1, 1).payload).await;
    assert_eq!(replay().await.unwrap(), 1);
    assert_eq!(*effects.lock().unwrap(), [1]);
    assert_eq!((rows(&db, "set_aside_events").await, rows(&db, "waiting_events").await), (0, 0));
    assert_eq!(hearing.hear(vec![confirmed(1, 1), confirmed(2, 2)]).await.unwrap(), [Fate::Done; 2]);
    assert_eq!(*effects.lock().unwrap(), [1, 2]);
}

#[tokio::test]
async fn a_version_that_comes_again_under_another_id_is_set_aside_and_the_next_one_counts() {
    let (_database, db) = database("twice").await;
    let effects = Effects::default();
    let hearing = hearing(&db, reading(&effects, |_| false));
    assert_eq!(hearing.hear(vec![confirmed(1, 1), confirmed(1, 91)]).await.unwrap(), [Fate::Done; 2]);
    assert_eq!(hearing.hear(vec![confirmed(1, 92)]).await.unwrap(), [Fate::Done], "later, too");
    assert_eq!(hearing.hear(vec![confirmed(1, 1)]).await.unwrap(), [Fate::Done], "the same one again is no other");
    assert_eq!(hearing.hear(vec![confirmed(1, 92)]).await.unwrap(), [Fate::Done], "nor is it counted again");
    assert_eq!(counted(&db).await, [("registration".to_owned(), "VERSION_TWICE".to_owned(), 2)]);
    assert_eq!(hearing.hear(vec![confirmed(2, 2)]).await.unwrap(), [Fate::Done]);
    assert_eq!(*effects.lock().unwrap(), [1, 2]);
}

/// One that is refused until it is parked, and the true second one behind it.
async fn parked_forgery(db: &Db, effects: &Effects) -> (Hearing, Listener) {
    let listener = reading(effects, |event| event.event_id == Uuid::from_u128(91));
    let hearing = hearing(db, listener.clone());
    for _ in 0..10 {
        hearing.hear(vec![confirmed(1, 91)]).await.unwrap();
    }
    assert_eq!(rows(db, "parked_events").await, 1, "refused ten times");
    assert_eq!(hearing.hear(vec![confirmed(2, 2)]).await.unwrap(), [Fate::Done]);
    assert_eq!(rows(db, "parked_events").await, 2, "its follower queues up");
    (hearing, listener)
}

#[tokio::test]
async fn a_parked_event_holds_nobody_once_another_has_its_place() {
    let (_database, db) = database("parked_forgery").await;
    let effects = Effects::default();
    let (hearing, listener) = parked_forgery(&db, &effects).await;
    assert_eq!(hearing.hear(vec![confirmed(1, 1), confirmed(2, 2), confirmed(3, 3)]).await.unwrap(), [Fate::Done; 3]);
    assert_eq!(*effects.lock().unwrap(), [1, 2, 3], "the true one counts, and those behind it");
    assert_eq!(rows(&db, "parked_events").await, 1, "what was heard after all is parked no more");
    let replay = replay_parked(db.clone(), SCHEMA, Clock::system(), listener, Uuid::from_u128(91));
    assert_eq!(replay.await.unwrap(), 0, "its place is taken");
    assert_eq!(rows(&db, "parked_events").await, 0);
}

#[tokio::test]
async fn a_replay_sets_aside_what_another_has_the_version_of_and_applies_what_is_behind_it() {
    let (_database, db) = database("replayed_forgery").await;
    let effects = Effects::default();
    let (hearing, listener) = parked_forgery(&db, &effects).await;
    assert_eq!(hearing.hear(vec![confirmed(1, 1)]).await.unwrap(), [Fate::Done]);
    let replay = replay_parked(db.clone(), SCHEMA, Clock::system(), listener, Uuid::from_u128(91));
    assert_eq!(replay.await.unwrap(), 1);
    assert_eq!(counted(&db).await, [("registration".to_owned(), "VERSION_TWICE".to_owned(), 1)]);
    assert_eq!(hearing.hear(vec![confirmed(3, 3)]).await.unwrap(), [Fate::Done]);
    assert_eq!(*effects.lock().unwrap(), [1, 2, 3]);
    assert_eq!(rows(&db, "parked_events").await, 0);
}

#[tokio::test]
async fn a_parked_event_that_is_heard_after_all_is_parked_no_more() {
    let (_database, db) = database("parked_heard").await;
    let (effects, ill) = (Effects::default(), Arc::new(AtomicBool::new(true)));
    let is_ill = ill.clone();
    let hearing = hearing(&db, reading(&effects, move |_| is_ill.load(Ordering::Relaxed)));
    let alone = Heard { aggregate: None, ..confirmed(1, 5) };
    let both = vec![confirmed(1, 1), alone];
    for _ in 0..10 {
        hearing.hear(both.clone()).await.unwrap();
    }
    assert_eq!(rows(&db, "parked_events").await, 2);
    ill.store(false, Ordering::Relaxed);
    assert_eq!(hearing.hear(both).await.unwrap(), [Fate::Done; 2]);
    assert_eq!(*effects.lock().unwrap(), [1, 5]);
    assert_eq!(rows(&db, "parked_events").await, 0);
}

/// Whoever hears an event knows its id, and could be quicker with it than the event itself.
#[tokio::test]
async fn an_id_that_another_publisher_has_used_is_free() {
    let (_database, db) = database("foreign_id").await;
    let effects = Effects::default();
    let hearing = hearing(&db, reading(&effects, |_| false));
    let alone = Heard { aggregate: None, ..confirmed(1, 7) };
    let foreign = Heard { message_name: "epupns.helpdesk.v1.TicketResolved".to_owned(), ..alone.clone() };
    assert_eq!(hearing.hear(vec![foreign]).await.unwrap(), [Fate::Done]);
    assert_eq!(hearing.hear(vec![alone.clone(), alone]).await.unwrap(), [Fate::Done; 2]);
    assert_eq!(*effects.lock().unwrap(), [7, 7], "each publisher's once");
}

#[tokio::test]
async fn a_thousand_of_each_publisher_are_kept_and_the_rest_is_counted() {
    let (_database, db) = database("set_aside_bounds").await;
    let hearing = hearing(&db, reading(&Effects::default(), |_| false));
    for batch in 0..4 {
        let flood = (0..300).map(|number| forged(1, 1_000 * batch + number, &[b'x'; 100_000])).collect();
        hearing.set_aside(flood).await.unwrap();
    }
    let nameless = *Heard::from_message(&message("epupns.internal.epupns.verification.v1.x", &[], b"")).err().unwrap();
    assert_eq!(nameless.disagreement, Disagreement::Subject);
    hearing.set_aside(vec![nameless]).await.unwrap();
    assert_eq!(
        counted(&db).await,
        [
            ("helpdesk".to_owned(), "TYPE_DIFFERS".to_owned(), 1_200),
            ("verification".to_owned(), "SUBJECT_UNKNOWN".to_owned(), 1)
        ]
    );
    assert_eq!(rows(&db, "set_aside_events").await, 1_001);
    let sql = "select max(length(payload)) from helpdesk.set_aside_events";
    let longest: i32 = sqlx::query_scalar(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
    assert_eq!(longest, 16 * 1024, "evidence, not bodies");
}

#[tokio::test]
async fn a_flood_of_forgeries_takes_no_room_from_a_body_that_can_be_mended() {
    let (_database, db) = database("set_aside_rooms").await;
    let hearing = hearing(&db, reading(&Effects::default(), |_| false));
    let forged = |number: u128| {
        let id = Uuid::from_u128(number).to_string();
        let nameless = message("epupns.internal.epupns.registration.v1.x", &[("ce-id", &id)], b"");
        *Heard::from_message(&nameless).err().unwrap()
    };
    hearing.set_aside((1_000..2_100).map(forged).collect()).await.unwrap();
    assert_eq!(rows(&db, "set_aside_events").await, 1_000);
    let spoilt = Heard { payload: b"\xff\xff".to_vec(), ..confirmed(1, 1) };
    assert_eq!(hearing.hear(vec![spoilt]).await.unwrap(), [Fate::Done]);
    let waiting = list_parked(&mut db.read().await.unwrap(), SCHEMA, None, 10).await.unwrap();
    assert_eq!(waiting.iter().map(|event| event.event_id.as_u128()).collect::<Vec<_>>(), [1]);
}

#[tokio::test]
async fn an_event_alone_that_is_late_while_nobody_is_in_time_is_not_parked() {
    let (_database, db) = database("slow_alone").await;
    let listener = Listener::in_batches(64, move |tx, _| {
        async move {
            sqlx::raw_sql("set local statement_timeout = 20; select pg_sleep(10)").execute(&mut **tx).await?;
            Ok(())
        }
        .boxed()
    });
    let hearing = hearing(&db, listener);
    for _ in 0..12 {
        assert_eq!(hearing.hear(vec![confirmed(1, 1)]).await.unwrap(), [Fate::Later(0)]);
    }
    assert_eq!(rows(&db, "parked_events").await, 0, "the database is slow, which is no event's fault");
}

#[tokio::test]
async fn a_database_that_is_slow_for_everything_is_an_outage_and_nobody_is_halved_for_hours() {
    let (_database, db) = database("slow_database").await;
    let tries = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let tried = tries.clone();
    let listener = Listener::in_batches(64, move |tx, _| {
        let tried = tried.clone();
        async move {
            tried.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            sqlx::raw_sql("set local statement_timeout = 20; select pg_sleep(10)").execute(&mut **tx).await?;
            Ok(())
        }
        .boxed()
    });
    let other =
        |id: u128| Heard { aggregate: Some(Aggregate { id: Uuid::from_u128(id), version: 1 }), ..confirmed(1, id) };
    let heard = hearing(&db, listener).hear((1..=64).map(other).collect()).await;
    assert!(heard.is_err(), "{heard:?}");
    assert_eq!(tries.load(std::sync::atomic::Ordering::Relaxed), 8, "64, 32, 16, 8, 4, 2, 1, and one more");
    assert_eq!(rows(&db, "parked_events").await, 0);
}

#[tokio::test]
async fn a_batch_that_takes_too_long_is_halved_and_one_that_always_does_is_parked() {
    let (_database, db) = database("slow_batch").await;
    let effects = Effects::default();
    let done = effects.clone();
    let listener = Listener::in_batches(64, move |tx, events| {
        let done = done.clone();
        async move {
            if events.len() > 2 || events.iter().any(|event| event.event_id == Uuid::from_u128(4)) {
                sqlx::raw_sql("set local statement_timeout = 20; select pg_sleep(10)").execute(&mut **tx).await?;
            }
            done.lock().unwrap().extend(events.iter().map(|event| event.event_id.as_u128()));
            Ok(())
        }
        .boxed()
    });
    let hearing = hearing(&db, listener);
    let other =
        |id: u128| Heard { aggregate: Some(Aggregate { id: Uuid::from_u128(id), version: 1 }), ..confirmed(1, id) };
    let batch: Vec<Heard> = (1..=8).map(other).collect();
    let fates = hearing.hear(batch).await.unwrap();
    let expected: Vec<Fate> = (1..=8).map(|id| if id == 4 { Fate::Later(0) } else { Fate::Done }).collect();
    assert_eq!(fates, expected);
    assert_eq!(*effects.lock().unwrap(), [1, 2, 3, 5, 6, 7, 8]);
    for refusals in 1..10 {
        assert_eq!(hearing.hear(vec![other(100 + u128::from(refusals))]).await.unwrap(), [Fate::Done], "in time");
        assert_eq!(hearing.hear(vec![other(4)]).await.unwrap(), [Fate::Later(refusals)]);
        assert_eq!(hearing.hear(vec![other(4)]).await.unwrap(), [Fate::Later(refusals)], "nobody else meanwhile");
    }
    assert_eq!(hearing.hear(vec![other(200)]).await.unwrap(), [Fate::Done]);
    assert_eq!(hearing.hear(vec![other(4)]).await.unwrap(), [Fate::Done]);
    assert_eq!(rows(&db, "parked_events").await, 1);
}
