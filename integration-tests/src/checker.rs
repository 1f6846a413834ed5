//! The global invariants of RELIABILITY.md, section 2, after whatever a test has done.

mod dossiers;
mod refused;
mod registrations;
mod tickets;

use std::collections::BTreeSet;

use async_nats::jetstream;
use sqlx::{AssertSqlSafe, PgPool};
use stack::Program;

pub use self::dossiers::check_rebuild;
use crate::{Ledger, World, questions::eventually};

/// Checks everything: registrations and refused commands one by one.
///
/// # Panics
/// When an invariant does not hold; in Jepsen's words.
pub async fn check(world: &mut World, ledger: &Ledger) {
    let pool = world.superuser.clone();
    outboxes_empty(&pool).await;
    refused::check(&pool, &world.commands).await;
    stream_has_every_event_once(world, &pool).await;
    registrations::check(&pool, ledger, &world.door()).await;
    dossiers::check(&pool).await;
    tickets::check(&pool).await;
    audit_chains_hold(&pool).await;
    nothing_parked(&pool).await;
    no_open_transaction(&pool).await;
}

/// 6. What was kept was published.
async fn outboxes_empty(pool: &PgPool) {
    for owner in Program::OWNERS {
        let sql = format!("select count(*) from {owner}.outbox where published_at is null");
        eventually(&format!("the outbox of {owner} is empty"), || async {
            sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql.clone())).fetch_one(pool).await.is_ok_and(|count| count == 0)
        })
        .await;
    }
}

/// 1. Every event of every outbox is in the stream; a second copy was dropped by its id.
async fn stream_has_every_event_once(world: &World, pool: &PgPool) {
    // Listeners may still be answering what they heard: what they keep now is published later.
    let marked = ids_in(pool, "outbox where published_at is not null").await;
    let published = published_ids(world).await;
    let kept = ids_in(pool, "outbox").await;
    let discarded = ids_in(pool, "set_aside_events where reason = 'NOT_WRITTEN'").await;
    let lost: Vec<_> = marked.difference(&published.iter().cloned().collect()).cloned().collect();
    assert!(lost.is_empty(), "LOST: {} events are marked as published but not in the stream: {lost:?}", lost.len());
    let known = |id: &&String| kept.contains(*id) || discarded.contains(*id);
    let unexpected: Vec<_> = published.iter().filter(|id| !known(id)).collect();
    assert!(unexpected.is_empty(), "UNEXPECTED: events in the stream that nobody kept: {unexpected:?}");
}

/// Ids of the events that the owners keep there.
async fn ids_in(pool: &PgPool, rows: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for owner in Program::OWNERS {
        let sql = format!("select event_id from {owner}.{rows}");
        let kept: Vec<uuid::Uuid> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap();
        ids.extend(kept.into_iter().map(|id| id.to_string()));
    }
    ids
}

/// Ids of everything in the stream, in its order.
async fn published_ids(world: &World) -> Vec<String> {
    use futures::StreamExt as _;
    let secrets = &world.stack.servers.secrets;
    let seed = std::fs::read_to_string(secrets.nkey_seed(stack::PROVISIONER).unwrap()).unwrap();
    let client = async_nats::ConnectOptions::with_nkey(seed.trim().to_owned())
        .custom_inbox_prefix(format!("_INBOX.{}", stack::PROVISIONER))
        .connect(world.stack.servers.nats.url())
        .await
        .unwrap();
    let stream = jetstream::new(client).get_stream(chassis::events::STREAM).await.unwrap();
    let count = stream.cached_info().state.messages;
    let config = jetstream::consumer::pull::OrderedConfig::default();
    let consumer = stream.create_consumer(config).await.unwrap();
    let messages = consumer.messages().await.unwrap();
    let ids = messages.take(usize::try_from(count).unwrap()).map(|message| {
        let message = message.unwrap();
        message.headers.as_ref().and_then(|headers| headers.get("ce-id")).map(ToString::to_string).unwrap_or_default()
    });
    ids.collect().await
}

/// 5. The audit chain verifies and covers everything.
async fn audit_chains_hold(pool: &PgPool) {
    for owner in Program::OWNERS.map(Program::name) {
        let mut connection = pool.acquire().await.unwrap();
        let verified = chassis::audit::verify_chain(&mut connection, owner).await.unwrap();
        assert!(verified.is_ok(), "the audit chain of {owner} is broken: {verified:?}");
    }
}

/// 6. Parked events are exactly the expected ones: none; and nothing is set aside but what an operator has discarded.
async fn nothing_parked(pool: &PgPool) {
    for owner in Program::OWNERS {
        for table in ["parked_events", "set_aside_events where reason <> 'NOT_WRITTEN'"] {
            let sql = format!("select count(*) from {owner}.{table}");
            let kept: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap();
            assert_eq!(kept, 0, "{owner} has {table}");
        }
    }
}

/// 7. No transaction is left open.
async fn no_open_transaction(pool: &PgPool) {
    eventually("no session is idle in a transaction", || async {
        let open = "select count(*) from pg_stat_activity where state like 'idle in transaction%'";
        sqlx::query_scalar::<_, i64>(open).fetch_one(pool).await.unwrap() == 0
    })
    .await;
}

/// Nobody waits for anybody any more: in the end the query counts nothing.
async fn zero(pool: &PgPool, what: &str, sql: &'static str) {
    eventually(what, || async { count(pool, sql).await == 0 }).await;
}

/// The query counts nothing.
async fn never(pool: &PgPool, what: &str, sql: &'static str) {
    assert_eq!(count(pool, sql).await, 0, "{what}");
}

async fn count(pool: &PgPool, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}
