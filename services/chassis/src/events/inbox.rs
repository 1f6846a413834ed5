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
        Some(aggregate) => advance(connection, schema, aggregate).await,
        None => remember(connection, schema, event, now).await,
    }
}

async fn advance(connection: &mut PgConnection, schema: &str, aggregate: Aggregate) -> Result<Applied, sqlx::Error> {
    let make =
        format!("insert into {schema}.inbox_versions (aggregate_id, version) values ($1, 0) on conflict do nothing");
    sqlx::query(AssertSqlSafe(make)).bind(aggregate.id).execute(&mut *connection).await?;
    let lock = format!("select version from {schema}.inbox_versions where aggregate_id = $1 for update");
    let known: i64 = sqlx::query_scalar(AssertSqlSafe(lock)).bind(aggregate.id).fetch_one(&mut *connection).await?;
    if aggregate.version <= known {
        return Ok(Applied::Before);
    }
    let parked = format!(
        "select exists (select from {schema}.parked_events where aggregate_id = $1 and aggregate_version < $2)"
    );
    let parked: bool = sqlx::query_scalar(AssertSqlSafe(parked))
        .bind(aggregate.id)
        .bind(aggregate.version)
        .fetch_one(&mut *connection)
        .await?;
    if parked {
        return Ok(Applied::Behind);
    }
    if aggregate.version > known + 1 {
        return Ok(Applied::Gap);
    }
    let advance = format!("update {schema}.inbox_versions set version = $2 where aggregate_id = $1");
    sqlx::query(AssertSqlSafe(advance)).bind(aggregate.id).bind(aggregate.version).execute(connection).await?;
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
