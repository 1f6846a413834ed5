//! Over the real stream, with the key of one service: what it says in another's name touches nothing (S1, S2).

use std::time::Duration;

use async_nats::{
    ConnectOptions, HeaderMap,
    jetstream::{self, consumer, stream},
};
use chassis::{
    ambient::{Clock, new_id},
    db::Db,
    events::{Listener, STREAM, SUBJECT_PREFIX, listen, nats},
};
use futures::FutureExt as _;
use stack::{PROVISIONER, Program, ServersFile, fresh_database};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{SCHEMA, database};

const CONFIRMED: &str = "epupns.registration.v1.RegistrationConfirmed";
const COMPLETED: &str = "epupns.verification.v1.DossierCompleted";

async fn enter(servers: &ServersFile, user: &str) -> jetstream::Context {
    let seed = std::fs::read_to_string(servers.secrets().unwrap().nkey_seed(user).unwrap()).unwrap();
    let options = ConnectOptions::with_nkey(seed).custom_inbox_prefix(format!("_INBOX.{user}"));
    jetstream::new(options.connect(&servers.nats_url).await.expect("a known user of NATS"))
}

/// Servers that were started for one crate have no stream yet.
async fn provision(servers: &ServersFile, listener: &str, publishers: &[&str]) {
    let provisioner = enter(servers, PROVISIONER).await;
    let subjects = vec![format!("{SUBJECT_PREFIX}.>")];
    let config = stream::Config { name: STREAM.to_owned(), subjects, ..stream::Config::default() };
    let stream = provisioner.get_or_create_stream(config).await.unwrap();
    let durable = consumer::pull::Config {
        durable_name: Some(listener.to_owned()),
        ack_policy: consumer::AckPolicy::Explicit,
        filter_subjects: publishers.iter().map(|of| format!("{SUBJECT_PREFIX}.epupns.{of}.v1.>")).collect(),
        ..consumer::pull::Config::default()
    };
    stream.get_or_create_consumer(listener, durable).await.unwrap();
}

/// Publishes on the subject of `said` with the envelope of `pretended`: an event's id.
async fn tell(by: &jetstream::Context, said: &str, pretended: &str, (about, version): (Uuid, i64), body: &str) -> Uuid {
    let id = new_id(&Clock::system());
    let mut headers = HeaderMap::new();
    headers.insert("ce-id", id.to_string());
    headers.insert("ce-type", pretended);
    headers.insert("ce-source", format!("epupns/{}", pretended.split('.').nth(1).unwrap()));
    headers.insert("ce-time", "2026-11-30T00:00:00Z");
    headers.insert("ce-aggregateid", about.to_string());
    headers.insert("ce-aggregateversion", version.to_string());
    let subject = format!("{SUBJECT_PREFIX}.{said}.{about}");
    by.publish_with_headers(subject, headers, body.to_owned().into()).await.unwrap().await.unwrap();
    id
}

#[tokio::test]
async fn a_stolen_key_cannot_speak_for_another_and_the_true_event_still_counts() {
    let servers = ServersFile::from_env().unwrap();
    provision(&servers, SCHEMA, &["registration", "verification"]).await;
    let (_database, db) = database("forging").await;
    let (thief, registration) = (enter(&servers, "verification").await, enter(&servers, "registration").await);
    let about = new_id(&Clock::system());
    // S1: confirmed by nobody. S2: the next version, and nothing in it. Then its own word, and the truth.
    let mut forged = Vec::new();
    for (version, body) in [(1, "forged"), (2, "")] {
        forged.push(tell(&thief, COMPLETED, CONFIRMED, (about, version), body).await);
    }
    let own = tell(&thief, COMPLETED, COMPLETED, (about, 1), "own").await;
    let mut expected = vec![own];
    for version in 1..=2 {
        expected.push(tell(&registration, CONFIRMED, CONFIRMED, (about, version), "true").await);
    }

    let (heard, mut effects) = mpsc::unbounded_channel();
    let listener = Listener::new(move |_, event| {
        let told = event.aggregate.is_some_and(|aggregate| aggregate.id == about).then_some(event.event_id);
        if let Some(id) = told {
            heard.send(id).unwrap();
        }
        async { Ok(()) }.boxed()
    });
    let seed = servers.secrets().unwrap().nkey_seed(SCHEMA).unwrap();
    let stream = nats::connect(&servers.nats_url, &seed, SCHEMA).await.unwrap();
    let stop = CancellationToken::new();
    let listening = tokio::spawn(listen(db.clone(), stream, SCHEMA, Clock::system(), listener, stop.clone()));
    let mut seen = Vec::new();
    for _ in &expected {
        seen.push(tokio::time::timeout(Duration::from_secs(20), effects.recv()).await.expect("an effect").unwrap());
    }
    assert_eq!(seen, expected);
    let sql = "select publisher, reason from helpdesk.set_aside_events where event_id = any($1)";
    let kept: Vec<(String, String)> =
        sqlx::query_as(sql).bind(&forged).fetch_all(&mut *db.read().await.unwrap()).await.unwrap();
    let aside = ("verification".to_owned(), "TYPE_DIFFERS".to_owned());
    assert_eq!(kept, [aside.clone(), aside]);
    stop.cancel();
    listening.await.unwrap();
    assert!(effects.try_recv().is_err(), "nothing else took effect");
}

/// More than NATS holds for a client that has not read it yet.
#[tokio::test]
async fn large_events_keep_no_true_event_that_comes_behind_them() {
    const LISTENER: &str = "identity";
    // These stay in the stream, and no other test reads helpdesk's events there.
    const OPENED: &str = "epupns.helpdesk.v1.TicketOpened";
    let servers = ServersFile::from_env().unwrap();
    provision(&servers, LISTENER, &["registration", "helpdesk"]).await;
    let database = fresh_database(&servers, "chassis_large").await.unwrap();
    let db = Db::connect(&database.app_url(Program::Identity).unwrap(), 4).unwrap();
    let helpdesk = enter(&servers, "helpdesk").await;
    let large = "x".repeat(900_000);
    for _ in 0..80 {
        tell(&helpdesk, OPENED, OPENED, (new_id(&Clock::system()), 5), &large).await;
    }
    let about = new_id(&Clock::system());
    let expected = tell(&helpdesk, OPENED, OPENED, (about, 1), "true").await;

    let (heard, mut effects) = mpsc::unbounded_channel();
    let listener = Listener::new(move |_, event| {
        if event.aggregate.is_some_and(|aggregate| aggregate.id == about) {
            heard.send(event.event_id).unwrap();
        }
        async { Ok(()) }.boxed()
    });
    let seed = servers.secrets().unwrap().nkey_seed(LISTENER).unwrap();
    let stream = nats::connect(&servers.nats_url, &seed, LISTENER).await.unwrap();
    let stop = CancellationToken::new();
    let listening = tokio::spawn(listen(db.clone(), stream, LISTENER, Clock::system(), listener, stop.clone()));
    let next = tokio::time::timeout(Duration::from_secs(20), effects.recv()).await;
    assert_eq!(next.expect("an effect"), Some(expected));
    stop.cancel();
    listening.await.unwrap();
}

#[tokio::test]
async fn a_crowd_without_forerunners_keeps_no_true_event_that_comes_behind_it() {
    // A durable of its own: the test above reads the other.
    const LISTENER: &str = "verification";
    let servers = ServersFile::from_env().unwrap();
    provision(&servers, LISTENER, &["registration", "verification"]).await;
    let database = fresh_database(&servers, "chassis_crowd").await.unwrap();
    let db = Db::connect(&database.app_url(Program::Verification).unwrap(), 4).unwrap();
    let registration = enter(&servers, "registration").await;
    let mut crowd = Vec::new();
    for _ in 0..300 {
        crowd.push(tell(&registration, CONFIRMED, CONFIRMED, (new_id(&Clock::system()), 5), "invented").await);
    }
    let about = new_id(&Clock::system());
    // Its second version comes first.
    let second = tell(&registration, CONFIRMED, CONFIRMED, (about, 2), "true").await;
    let first = tell(&registration, CONFIRMED, CONFIRMED, (about, 1), "true").await;

    let (heard, mut effects) = mpsc::unbounded_channel();
    let listener = Listener::new(move |_, event| {
        if event.aggregate.is_some_and(|aggregate| aggregate.id == about) {
            heard.send(event.event_id).unwrap();
        }
        async { Ok(()) }.boxed()
    });
    let seed = servers.secrets().unwrap().nkey_seed(LISTENER).unwrap();
    let stream = nats::connect(&servers.nats_url, &seed, LISTENER).await.unwrap();
    let stop = CancellationToken::new();
    let listening = tokio::spawn(listen(db.clone(), stream, LISTENER, Clock::system(), listener, stop.clone()));
    for expected in [first, second] {
        let next = tokio::time::timeout(Duration::from_secs(20), effects.recv()).await;
        assert_eq!(next.expect("an effect"), Some(expected));
    }
    stop.cancel();
    listening.await.unwrap();
    let sql = "select count(*), count(distinct xmin::text) from verification.parked_events where event_id = any($1)";
    let (parked, transactions): (i64, i64) =
        sqlx::query_as(sql).bind(&crowd).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
    assert_eq!(parked, 100, "200 wait");
    assert!(transactions < parked / 4, "{transactions} waits for the disk");
}
