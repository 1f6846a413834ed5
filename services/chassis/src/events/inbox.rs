//! The inbox: an event takes effect once, in the transaction that remembers it.

use sqlx::{AssertSqlSafe, PgConnection};
use time::OffsetDateTime;

use super::envelope::{Aggregate, Heard};

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
    match event.aggregate {
        Some(aggregate) => advance(connection, schema, event.source(), aggregate).await,
        None => remember(connection, schema, event, now).await,
    }
}

async fn advance(
    connection: &mut PgConnection,
    schema: &str,
    source: &str,
    aggregate: Aggregate,
) -> Result<Applied, sqlx::Error> {
    let Aggregate { id, version } = aggregate;
    let make = format!(
        "insert into {schema}.inbox_versions (source, aggregate_id, version) values ($1, $2, 0) on conflict do nothing"
    );
    sqlx::query(AssertSqlSafe(make)).bind(source).bind(id).execute(&mut *connection).await?;
    let lock =
        format!("select version from {schema}.inbox_versions where source = $1 and aggregate_id = $2 for update");
    let known: i64 = sqlx::query_scalar(AssertSqlSafe(lock)).bind(source).bind(id).fetch_one(&mut *connection).await?;
    if version <= known {
        return Ok(Applied::Before);
    }
    let parked = format!(
        "select exists (select from {schema}.parked_events
                        where source = $1 and aggregate_id = $2 and aggregate_version < $3)"
    );
    let parked: bool = sqlx::query_scalar(AssertSqlSafe(parked))
        .bind(source)
        .bind(id)
        .bind(version)
        .fetch_one(&mut *connection)
        .await?;
    if parked {
        return Ok(Applied::Behind);
    }
    if version > known + 1 {
        return Ok(Applied::Gap);
    }
    let advance = format!("update {schema}.inbox_versions set version = $3 where source = $1 and aggregate_id = $2");
    sqlx::query(AssertSqlSafe(advance)).bind(source).bind(id).bind(version).execute(connection).await?;
    Ok(Applied::Now)
}

async fn remember(
    connection: &mut PgConnection,
    schema: &str,
    event: &Heard,
    now: OffsetDateTime,
) -> Result<Applied, sqlx::Error> {
    let sql = format!("insert into {schema}.inbox_events (event_id, heard_at) values ($1, $2) on conflict do nothing");
    let new = sqlx::query(AssertSqlSafe(sql)).bind(event.event_id).bind(now).execute(connection).await?.rows_affected();
    Ok(if new == 1 { Applied::Now } else { Applied::Before })
}
