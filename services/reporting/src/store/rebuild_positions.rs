//! How far a rebuild has got, beside how far the live projections have: the inbox says that of them, in the transactions
//! of their changes.

use std::collections::{HashMap, HashSet};

use sqlx::PgConnection;
use uuid::Uuid;

/// An aggregate as one publisher counts it.
pub(crate) type Key = (Uuid, String);

/// The last change of an aggregate that each contains; 0 before the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Position {
    /// The rebuild.
    pub(crate) rebuilt: i64,
    /// The live projections.
    pub(crate) live: i64,
}

/// How far these aggregates are.
pub(crate) async fn positions(
    connection: &mut PgConnection,
    generation: i64,
    keys: &[Key],
) -> Result<HashMap<Key, Position>, sqlx::Error> {
    let (ids, sources): (Vec<Uuid>, Vec<String>) = keys.iter().cloned().unzip();
    let rows = sqlx::query!(
        r#"select k.id as "id!", k.source as "source!", coalesce(p.version, 0) as "rebuilt!", coalesce(v.version, 0) as "live!"
         from unnest($2::uuid[], $3::text[]) as k (id, source)
         left join reporting.rebuild_positions p
           on p.generation = $1 and p.aggregate_id = k.id and p.source = k.source
         left join reporting.inbox_versions v on v.aggregate_id = k.id and v.source = k.source"#,
        generation,
        &ids,
        &sources
    );
    let rows = rows.fetch_all(connection).await?.into_iter();
    Ok(rows.map(|row| ((row.id, row.source), Position { rebuilt: row.rebuilt, live: row.live })).collect())
}

/// The rebuild contains these changes of aggregates now.
pub(crate) async fn advance(
    connection: &mut PgConnection,
    generation: i64,
    reached: &[(&Key, i64)],
) -> Result<(), sqlx::Error> {
    let ids: Vec<Uuid> = reached.iter().map(|((id, _), _)| *id).collect();
    let sources: Vec<String> = reached.iter().map(|((_, source), _)| source.clone()).collect();
    let versions: Vec<i64> = reached.iter().map(|(_, version)| *version).collect();
    sqlx::query!(
        "insert into reporting.rebuild_positions (generation, aggregate_id, source, version)
         select $1, k.id, k.source, k.version from unnest($2::uuid[], $3::text[], $4::bigint[]) as k (id, source, version)
         on conflict (generation, aggregate_id, source) do update set version = excluded.version",
        generation,
        &ids,
        &sources,
        &versions
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An event without an aggregate: an id is its publisher's own.
pub(crate) type Alone = (Uuid, String);

/// Which of these events without an aggregate the live projections contain; one so old that the inbox may have forgotten it
/// counts unless it is parked.
pub(crate) async fn live_events(
    connection: &mut PgConnection,
    events: &[(Alone, bool)],
) -> Result<HashSet<Alone>, sqlx::Error> {
    let (alone, forgotten): (Vec<Alone>, Vec<bool>) = events.iter().cloned().unzip();
    let (ids, sources): (Vec<Uuid>, Vec<String>) = alone.into_iter().unzip();
    let live = sqlx::query!(
        r#"select k.id as "id!", k.source as "source!" from unnest($1::uuid[], $2::text[], $3::boolean[]) as k (id, source, forgotten)
         where exists (select from reporting.inbox_events e where e.event_id = k.id and e.source in (k.source, ''))
            or k.forgotten and not exists (select from reporting.parked_events p
                                           where p.event_id = k.id and p.source = k.source)"#,
        &ids,
        &sources,
        &forgotten
    );
    Ok(live.fetch_all(connection).await?.into_iter().map(|row| (row.id, row.source)).collect())
}

/// The rebuild contains these events without an aggregate now; those which it did not before.
pub(crate) async fn remember(
    connection: &mut PgConnection,
    generation: i64,
    events: &HashSet<Alone>,
) -> Result<HashSet<Alone>, sqlx::Error> {
    let (ids, sources): (Vec<Uuid>, Vec<String>) = events.iter().cloned().unzip();
    let new = sqlx::query!(
        "insert into reporting.rebuild_events (generation, event_id, source)
         select $1, k.id, k.source from unnest($2::uuid[], $3::text[]) as k (id, source)
         where not exists (select from reporting.rebuild_events e
                           where e.generation = $1 and e.event_id = k.id and e.source = '')
         on conflict do nothing returning event_id, source",
        generation,
        &ids,
        &sources
    );
    Ok(new.fetch_all(connection).await?.into_iter().map(|row| (row.event_id, row.source)).collect())
}
