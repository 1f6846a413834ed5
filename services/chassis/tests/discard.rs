//! What nobody has written waits no more: it is evidence, and the true event of its version still counts.

use chassis::{
    ambient::Clock,
    db::{Db, Tx},
    events::{Aggregate, Applied, Heard, Outbox, Place, apply, count_set_aside, discard_parked, list_parked, written},
};
use kernel::Caller;
use proto::identity::v1::AccountErased;
use sqlx::FromRow;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{SCHEMA, database};

fn event(publisher: &str, id: u128, (about, version): (u128, i64)) -> Heard {
    Heard {
        event_id: Uuid::from_u128(id),
        message_name: format!("epupns.{publisher}.v1.Happened"),
        aggregate: Some(Aggregate { id: Uuid::from_u128(about), version }),
        occurred_at: OffsetDateTime::UNIX_EPOCH,
        payload: b"evidence".to_vec(),
    }
}

async fn execute(db: &Db, sql: &'static str, event: &Heard) {
    let event = event.clone();
    let run = async move |mut tx: Tx| {
        sqlx::query(sql)
            .bind(event.event_id)
            .bind(&event.message_name)
            .bind(event.source())
            .bind(event.aggregate.unwrap().id)
            .bind(event.aggregate.unwrap().version)
            .bind(&event.payload)
            .execute(&mut *tx)
            .await
    };
    db.write("execute", run).await.unwrap();
}

async fn park(db: &Db, event: &Heard) {
    let sql = "insert into helpdesk.parked_events
            (event_id, message_name, source, aggregate_id, aggregate_version, payload, occurred_at, reason, parked_at)
         values ($1, $2, $3, $4, $5, $6, now(), 'FORERUNNER_MISSING', now())";
    execute(db, sql, event).await;
}

/// As a listener does with what it cannot read.
async fn set_aside_for_its_body(db: &Db, event: &Heard) {
    let sql = "insert into helpdesk.set_aside_events
            (publisher, subject, event_id, message_name, source, aggregate_id, aggregate_version, payload, occurred_at,
             reason, set_aside_at)
         values ('test', 'a.subject', $1, $2, $3, $4, $5, $6, now(), 'BODY_UNREADABLE', now())";
    execute(db, sql, event).await;
}

async fn discard(db: &Db, publisher: &str, ids: &[u128]) -> u32 {
    let invented = (publisher.to_owned(), ids.iter().copied().map(Uuid::from_u128).collect());
    let by = Caller::Operator("alya".to_owned());
    discard_parked(db.clone(), SCHEMA, Clock::system(), &by, invented).await.unwrap()
}

async fn waiting(db: &Db) -> Vec<u128> {
    let parked = list_parked(&mut db.read().await.unwrap(), SCHEMA, None, 10).await.unwrap();
    let mut ids: Vec<u128> = parked.iter().map(|event| event.event_id.as_u128()).collect();
    ids.sort_unstable();
    ids
}

async fn hear(db: &Db, event: Heard) -> Applied {
    let hear = async move |mut tx: Tx| apply(&mut tx, SCHEMA, &event, OffsetDateTime::UNIX_EPOCH).await;
    db.write("hear", hear).await.unwrap()
}

#[derive(Debug, FromRow, PartialEq, Eq)]
struct Evidence {
    event_id: Uuid,
    subject: String,
    payload: Vec<u8>,
}

#[tokio::test]
async fn what_is_discarded_waits_no_more_and_the_true_event_of_its_version_still_counts() {
    let (_database, db) = database("discard").await;
    let (first, invented) = (event("test", 1, (7, 1)), event("test", 92, (7, 2)));
    assert_eq!(hear(&db, first).await, Applied::Now);
    park(&db, &invented).await;
    // Another's event under the same id, and the thief's second one: unreadable.
    park(&db, &event("other", 92, (8, 1))).await;
    set_aside_for_its_body(&db, &event("test", 93, (9, 1))).await;
    assert_eq!(hear(&db, event("test", 3, (7, 3))).await, Applied::Behind, "while the invented one waits");

    assert_eq!(discard(&db, "test", &[92, 93, 94]).await, 2, "one does not wait");
    assert_eq!(waiting(&db).await, [92], "the other publisher's");
    assert_eq!(discard(&db, "test", &[92, 93]).await, 0, "twice is as good as once");

    assert_eq!(hear(&db, event("test", 3, (7, 3))).await, Applied::Gap, "it had no place in the order");
    assert_eq!(hear(&db, event("test", 2, (7, 2))).await, Applied::Now);
    assert_eq!(hear(&db, event("test", 3, (7, 3))).await, Applied::Now);
}

#[tokio::test]
async fn what_is_discarded_is_evidence_and_the_operator_stands_in_the_audit_trail() {
    let (_database, db) = database("discard_evidence").await;
    park(&db, &event("test", 92, (7, 2))).await;
    set_aside_for_its_body(&db, &event("test", 93, (9, 1))).await;
    assert_eq!(discard(&db, "test", &[92, 93]).await, 2);

    let mut connection = db.read().await.unwrap();
    let counts = count_set_aside(&mut connection, SCHEMA).await.unwrap();
    let counts: Vec<_> = counts.iter().map(|count| (count.reason.as_str(), count.events)).collect();
    assert_eq!(counts, [("NOT_WRITTEN", 2)]);
    let kept: Vec<Evidence> = sqlx::query_as(
        "select event_id, subject, payload from helpdesk.set_aside_events where reason = 'NOT_WRITTEN' order by event_id",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let evidence = |id, about| Evidence {
        event_id: Uuid::from_u128(id),
        subject: format!("epupns.internal.epupns.test.v1.Happened.{}", Uuid::from_u128(about)),
        payload: b"evidence".to_vec(),
    };
    assert_eq!(kept, [evidence(92, 7), evidence(93, 9)]);

    let (actor, details): (String, serde_json::Value) =
        sqlx::query_as("select actor, details from helpdesk.audit_entries where action = 'discard_parked_events'")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
    assert_eq!(actor, "operator:alya");
    assert_eq!(details["publisher"], "test");
    assert_eq!(details["events"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_outbox_knows_what_it_has_written_on_whatever_day() {
    let (_database, db) = database("written").await;
    let clock = Clock::turnable();
    let outbox = Outbox::new(SCHEMA, clock.clone());
    for _ in 0..3 {
        let outbox = outbox.clone();
        let message = AccountErased { registration_id: String::new() };
        db.write("tell", async move |mut tx: Tx| outbox.tell(&mut tx, None, &message).await).await.unwrap();
        clock.turn(Duration::days(40));
    }
    let mut connection = db.read().await.unwrap();
    let mut told: Vec<Uuid> =
        sqlx::query_scalar("select event_id from helpdesk.outbox").fetch_all(&mut *connection).await.unwrap();
    told.sort_unstable();
    let asked: Vec<Uuid> = told.iter().copied().chain([Uuid::from_u128(9)]).collect();
    let mut found = written(&mut connection, SCHEMA, &asked).await.unwrap();
    found.sort_unstable();
    assert_eq!(found, told);
    assert!(written(&mut connection, SCHEMA, &[]).await.unwrap().is_empty());
}

#[tokio::test]
async fn parked_events_are_listed_page_by_page() {
    let (_database, db) = database("parked_pages").await;
    for id in 1..=3 {
        park(&db, &event("test", id, (id, 2))).await;
    }
    let (mut pages, mut behind): (Vec<Vec<u128>>, Option<Place>) = (Vec::new(), None);
    loop {
        let page = list_parked(&mut db.read().await.unwrap(), SCHEMA, behind, 2).await.unwrap();
        behind = page.last().map(chassis::events::Parked::place);
        pages.push(page.iter().map(|event| event.event_id.as_u128()).collect());
        if behind.is_none() {
            break;
        }
    }
    assert_eq!(pages, [vec![1, 2], vec![3], vec![]]);
}
