//! The inbox: an event takes effect once, in the transaction that remembers it.

use std::collections::{BTreeSet, HashMap, HashSet};

use sqlx::{AssertSqlSafe, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{envelope::Heard, set_aside::UNREADABLE};

/// What the inbox says of an event before its effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// New: remembered in this transaction; the effect belongs into it too.
    Now,
    /// Its effect is there already.
    Before,
    /// An earlier event of the aggregate has not come yet.
    Gap,
    /// An earlier event of the aggregate is parked, or its body cannot be read: this one queues up behind it.
    Behind,
    /// Another event came under this version of the aggregate: this one is nobody's.
    Twice,
}

/// An aggregate as one publisher counts it. The order is that of all locks.
pub(super) type Key<'a> = (Uuid, &'a str);

/// Where an aggregate is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reached {
    version: i64,
    /// By which events it came there, the latest last; unknown where a program that did not remember them was the last.
    by: Marks,
}

/// What tells the events of an aggregate's latest versions apart: eight bytes of each id, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Marks(Vec<u8>);

/// Bytes of one mark: of an id's random half.
const MARK: usize = 8;
/// Versions that are remembered. Whoever has a publisher's key and invents more of one aggregate hides the true ones below.
const MARKS: usize = 256;

impl Marks {
    fn of(event_id: Uuid) -> [u8; MARK] {
        event_id.as_u64_pair().1.to_be_bytes()
    }

    fn push(&mut self, event_id: Uuid) {
        self.0.extend(Self::of(event_id));
        let most = MARK * MARKS;
        self.0.drain(..self.0.len().saturating_sub(most));
    }

    /// Whether the version that is so far back came by another event than this.
    fn is_others(&self, back: i64, event_id: Uuid) -> bool {
        let mark = usize::try_from(back).ok().and_then(|back| self.0.rchunks_exact(MARK).nth(back));
        mark.is_some_and(|mark| mark != Self::of(event_id))
    }
}

/// Events of some aggregates that wait for an operator, and those that are heard again.
#[derive(Default)]
struct Parked {
    versions: HashMap<(Uuid, String), Vec<i64>>,
    events: HashSet<(Uuid, String)>,
}

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
    let parked = parked(connection, schema, &keys, events).await?;
    let before = known.clone();
    let mut unseen = remember(connection, schema, events, now).await?;
    let mut said = Vec::with_capacity(events.len());
    for event in events {
        let Some(aggregate) = event.aggregate else {
            // The same event again in this very batch is not new.
            let new = unseen.remove(&(event.event_id, event.source().to_owned()));
            said.push(if new { Applied::Now } else { Applied::Before });
            continue;
        };
        let key = (aggregate.id, event.source().to_owned());
        let is_held = |reached: i64| {
            let held = |version: &i64| *version > reached && *version < aggregate.version;
            parked.versions.get(&key).is_some_and(|versions| versions.iter().any(held))
        };
        let held = is_held(known.get(&key).map_or(0, |reached| reached.version));
        let reached = known.entry(key).or_default();
        said.push(if aggregate.version <= reached.version {
            let others = reached.by.is_others(reached.version - aggregate.version, event.event_id);
            if others { Applied::Twice } else { Applied::Before }
        } else if held {
            Applied::Behind
        } else if aggregate.version > reached.version + 1 {
            Applied::Gap
        } else {
            reached.version = aggregate.version;
            reached.by.push(event.event_id);
            Applied::Now
        });
    }
    known.retain(|key, reached| before.get(key) != Some(reached));
    advance(connection, schema, &known).await?;
    let heard = events.iter().zip(&said).filter(|(_, said)| matches!(said, Applied::Now | Applied::Before));
    release(connection, schema, &parked, heard.map(|(event, _)| *event)).await?;
    Ok(said)
}

/// How far each aggregate is. Its row is there afterwards, and locked: before anything else that hearing locks.
pub(super) async fn hold(
    connection: &mut PgConnection,
    schema: &str,
    keys: &BTreeSet<Key<'_>>,
) -> Result<HashMap<(Uuid, String), Reached>, sqlx::Error> {
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
        "select v.aggregate_id, v.source, v.version,
                case when v.marked_version = v.version then v.marks
                     when v.latest_event_version = v.version then substring(uuid_send(v.latest_event_id) from 9) end
         from unnest($1::uuid[], $2::text[]) as k (id, source)
         join {schema}.inbox_versions v on v.aggregate_id = k.id and v.source = k.source
         order by 1, 2 for update of v"
    );
    let rows: Vec<(Uuid, String, i64, Option<Vec<u8>>)> =
        sqlx::query_as(AssertSqlSafe(lock)).bind(&ids).bind(&sources).fetch_all(connection).await?;
    let reached = |version, marks: Option<Vec<u8>>| Reached { version, by: Marks(marks.unwrap_or_default()) };
    Ok(rows.into_iter().map(|(id, source, version, marks)| ((id, source), reached(version, marks))).collect())
}

/// How far aggregates are that have been heard of, without holding them.
pub(super) async fn reached(
    connection: &mut PgConnection,
    schema: &str,
    keys: &BTreeSet<Key<'_>>,
) -> Result<HashMap<(Uuid, String), i64>, sqlx::Error> {
    let (ids, sources) = arrays(keys);
    let sql = format!(
        "select v.aggregate_id, v.source, v.version from unnest($1::uuid[], $2::text[]) as k (id, source)
         join {schema}.inbox_versions v on v.aggregate_id = k.id and v.source = k.source"
    );
    let rows: Vec<(Uuid, String, i64)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(&ids).bind(&sources).fetch_all(connection).await?;
    Ok(rows.into_iter().map(|(id, source, version)| ((id, source), version)).collect())
}

/// What waits for an operator of these aggregates, and of these events: parked, or set aside for its body alone.
async fn parked(
    connection: &mut PgConnection,
    schema: &str,
    keys: &BTreeSet<Key<'_>>,
    events: &[&Heard],
) -> Result<Parked, sqlx::Error> {
    let (ids, sources) = arrays(keys);
    let alone = events.iter().filter(|event| event.aggregate.is_none());
    let alone: Vec<Uuid> = alone.map(|event| event.event_id).collect();
    let sql = format!(
        "select p.event_id, p.source, p.aggregate_id, p.aggregate_version
         from unnest($1::uuid[], $2::text[]) as k (id, source)
         join {schema}.waiting_events p on p.aggregate_id = k.id and p.source = k.source
         union all
         select event_id, source, null, null from {schema}.waiting_events
         where event_id = any($3) and aggregate_id is null"
    );
    let rows: Vec<(Uuid, String, Option<Uuid>, Option<i64>)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(&ids).bind(&sources).bind(&alone).fetch_all(connection).await?;
    let mut parked = Parked::default();
    for (event_id, source, aggregate, version) in rows {
        if let Some((id, version)) = aggregate.zip(version) {
            parked.versions.entry((id, source.clone())).or_default().push(version);
        }
        parked.events.insert((event_id, source));
    }
    Ok(parked)
}

/// What was heard after all waits no more.
async fn release<'a>(
    connection: &mut PgConnection,
    schema: &str,
    parked: &Parked,
    heard: impl Iterator<Item = &'a Heard>,
) -> Result<(), sqlx::Error> {
    if parked.events.is_empty() {
        return Ok(());
    }
    let key = |event: &Heard| (event.event_id, event.source().to_owned());
    let (ids, sources): (Vec<Uuid>, Vec<String>) = heard.map(key).filter(|key| parked.events.contains(key)).unzip();
    if ids.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "with heard as (select * from unnest($1::uuid[], $2::text[]) as k (id, source)),
              parked as (delete from {schema}.parked_events p using heard
                         where p.event_id = heard.id and p.source = heard.source)
         delete from {schema}.set_aside_events s using heard
         where s.event_id = heard.id and s.source = heard.source and s.reason = $3"
    );
    let release = sqlx::query(AssertSqlSafe(sql)).bind(&ids).bind(&sources).bind(UNREADABLE);
    release.execute(connection).await?;
    Ok(())
}

async fn advance(
    connection: &mut PgConnection,
    schema: &str,
    versions: &HashMap<(Uuid, String), Reached>,
) -> Result<(), sqlx::Error> {
    if versions.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = versions.keys().map(|(id, _)| *id).collect();
    let sources: Vec<&str> = versions.keys().map(|(_, source)| source.as_str()).collect();
    let reached: Vec<i64> = versions.values().map(|reached| reached.version).collect();
    let by: Vec<&[u8]> = versions.values().map(|reached| reached.by.0.as_slice()).collect();
    let sql = format!(
        "update {schema}.inbox_versions v
         set version = k.version, marks = k.by, marked_version = k.version
         from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bytea[]) as k (id, source, version, by)
         where v.aggregate_id = k.id and v.source = k.source"
    );
    sqlx::query(AssertSqlSafe(sql)).bind(&ids).bind(&sources).bind(&reached).bind(&by).execute(connection).await?;
    Ok(())
}

/// Remembers the events that have no aggregate, each under its publisher's id; those which are new.
async fn remember(
    connection: &mut PgConnection,
    schema: &str,
    events: &[&Heard],
    now: OffsetDateTime,
) -> Result<HashSet<(Uuid, String)>, sqlx::Error> {
    let alone = events.iter().filter(|event| event.aggregate.is_none());
    let (ids, sources): (Vec<Uuid>, Vec<&str>) = alone.map(|event| (event.event_id, event.source())).unzip();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    // A row without a source is of before publishers were told apart.
    let sql = format!(
        "insert into {schema}.inbox_events (event_id, source, heard_at)
         select k.id, k.source, $3 from unnest($1::uuid[], $2::text[]) as k (id, source)
         where not exists (select from {schema}.inbox_events e where e.event_id = k.id and e.source = '')
         order by 1, 2 on conflict do nothing returning event_id, source"
    );
    let new: Vec<(Uuid, String)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(&ids).bind(&sources).bind(now).fetch_all(connection).await?;
    Ok(new.into_iter().collect())
}

fn arrays<'a>(keys: &BTreeSet<Key<'a>>) -> (Vec<Uuid>, Vec<&'a str>) {
    keys.iter().copied().unzip()
}
