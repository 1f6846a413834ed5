//! The inbox: an event takes effect once, in the transaction that remembers it.

use std::collections::{BTreeSet, HashMap, HashSet};

use sqlx::{AssertSqlSafe, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use super::envelope::Heard;

/// What the inbox says of an event before its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// New: remembered in this transaction; the effect belongs into it too.
    Now,
    /// Its effect is there already.
    Before,
    /// An earlier event of the aggregate has not come yet.
    Gap,
    /// An earlier event of the aggregate is parked: this one queues up behind it.
    Behind,
}

/// An aggregate as one publisher counts it. The order is that of all locks.
type Key<'a> = (Uuid, &'a str);

/// Remembers the event in the caller's transaction, which holds the aggregate's row until it ends.
///
/// # Errors
/// The database is away.
pub async fn apply(
    connection: &mut PgConnection,
    schema: &str,
    event: &Heard,
    now: OffsetDateTime,
) -> Result<Applied, sqlx::Error> {
    let said = apply_all(connection, schema, &[event], now).await?;
    Ok(said.first().copied().unwrap_or(Applied::Before))
}

/// Remembers events one after the other in the caller's transaction, which holds the rows of all their aggregates until it
/// ends; what is said of each.
///
/// # Errors
/// The database is away.
pub async fn apply_all(
    connection: &mut PgConnection,
    schema: &str,
    events: &[&Heard],
    now: OffsetDateTime,
) -> Result<Vec<Applied>, sqlx::Error> {
    let key = |event: &Heard| event.aggregate.map(|aggregate| aggregate.id);
    let keys: BTreeSet<Key<'_>> = events.iter().filter_map(|event| Some((key(event)?, event.source()))).collect();
    let mut known = hold(connection, schema, &keys).await?;
    let parked = first_parked(connection, schema, &keys).await?;
    let before = known.clone();
    let mut unseen = remember(connection, schema, events, now).await?;
    let mut said = Vec::with_capacity(events.len());
    for event in events {
        let Some(aggregate) = event.aggregate else {
            // The same event again in this very batch is not new.
            said.push(if unseen.remove(&event.event_id) { Applied::Now } else { Applied::Before });
            continue;
        };
        let key = (aggregate.id, event.source().to_owned());
        let first_parked = parked.get(&key).copied();
        let version = known.entry(key).or_default();
        said.push(if aggregate.version <= *version {
            Applied::Before
        } else if first_parked.is_some_and(|parked| parked < aggregate.version) {
            Applied::Behind
        } else if aggregate.version > *version + 1 {
            Applied::Gap
        } else {
            *version = aggregate.version;
            Applied::Now
        });
    }
    known.retain(|key, version| before.get(key) != Some(version));
    advance(connection, schema, &known).await?;
    Ok(said)
}

/// How far each aggregate is. Its row is there afterwards, and locked.
async fn hold(
    connection: &mut PgConnection,
    schema: &str,
    keys: &BTreeSet<Key<'_>>,
) -> Result<HashMap<(Uuid, String), i64>, sqlx::Error> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let (ids, sources) = arrays(keys);
    let make = format!(
        "insert into {schema}.inbox_versions (aggregate_id, source, version)
         select k.id, k.source, 0 from unnest($1::uuid[], $2::text[]) as k (id, source) order by 1, 2
         on conflict do nothing"
    );
    sqlx::query(AssertSqlSafe(make)).bind(&ids).bind(&sources).execute(&mut *connection).await?;
    let lock = format!(
        "select v.aggregate_id, v.source, v.version
         from unnest($1::uuid[], $2::text[]) as k (id, source)
         join {schema}.inbox_versions v on v.aggregate_id = k.id and v.source = k.source
         order by 1, 2 for update of v"
    );
    let rows: Vec<(Uuid, String, i64)> =
        sqlx::query_as(AssertSqlSafe(lock)).bind(&ids).bind(&sources).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id, source, version)| ((id, source), version)).collect())
}

/// The earliest parked event of each aggregate that has one.
async fn first_parked(
    connection: &mut PgConnection,
    schema: &str,
    keys: &BTreeSet<Key<'_>>,
) -> Result<HashMap<(Uuid, String), i64>, sqlx::Error> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let (ids, sources) = arrays(keys);
    let sql = format!(
        "select p.aggregate_id, p.source, min(p.aggregate_version)
         from unnest($1::uuid[], $2::text[]) as k (id, source)
         join {schema}.parked_events p on p.aggregate_id = k.id and p.source = k.source
         group by 1, 2"
    );
    let rows: Vec<(Uuid, String, i64)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(&ids).bind(&sources).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id, source, version)| ((id, source), version)).collect())
}

async fn advance(
    connection: &mut PgConnection,
    schema: &str,
    versions: &HashMap<(Uuid, String), i64>,
) -> Result<(), sqlx::Error> {
    if versions.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = versions.keys().map(|(id, _)| *id).collect();
    let sources: Vec<&str> = versions.keys().map(|(_, source)| source.as_str()).collect();
    let reached: Vec<i64> = versions.values().copied().collect();
    let sql = format!(
        "update {schema}.inbox_versions v set version = k.version
         from unnest($1::uuid[], $2::text[], $3::bigint[]) as k (id, source, version)
         where v.aggregate_id = k.id and v.source = k.source"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(&ids).bind(&sources).bind(&reached).execute(connection).await?;
    Ok(())
}

/// Remembers the events that have no aggregate; those which are new.
async fn remember(
    connection: &mut PgConnection,
    schema: &str,
    events: &[&Heard],
    now: OffsetDateTime,
) -> Result<HashSet<Uuid>, sqlx::Error> {
    let alone = events.iter().filter(|event| event.aggregate.is_none());
    let ids: Vec<Uuid> = alone.map(|event| event.event_id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let sql = format!(
        "insert into {schema}.inbox_events (event_id, heard_at)
         select id, $2 from unnest($1::uuid[]) as id order by 1 on conflict do nothing returning event_id"
    );
    let new: Vec<Uuid> = sqlx::query_scalar(AssertSqlSafe(sql)).bind(&ids).bind(now).fetch_all(connection).await?;
    Ok(new.into_iter().collect())
}

fn arrays<'a>(keys: &BTreeSet<Key<'a>>) -> (Vec<Uuid>, Vec<&'a str>) {
    keys.iter().copied().unzip()
}
