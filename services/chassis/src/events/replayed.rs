//! By which body an event was applied: the stream keeps what was published, and an operator may have mended it since.

use std::{borrow::Cow, collections::HashMap};

use sqlx::{AssertSqlSafe, PgConnection};
use time::OffsetDateTime;
use uuid::Uuid;

use super::envelope::Heard;

/// Keeps the body of an event that is applied by a replay, in its transaction.
pub(super) async fn keep(
    connection: &mut PgConnection,
    schema: &str,
    event: &Heard,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "insert into {schema}.replayed_events (event_id, source, payload, replayed_at) values ($1, $2, $3, $4)
         on conflict do nothing"
    );
    let kept = sqlx::query(AssertSqlSafe(sql)).bind(event.event_id).bind(event.source()).bind(&event.payload).bind(now);
    kept.execute(connection).await?;
    Ok(())
}

/// Events out of the stream, as they took effect here.
///
/// # Errors
/// The database is away.
pub async fn as_applied<'a>(
    connection: &mut PgConnection,
    schema: &str,
    events: &'a [Heard],
) -> Result<Cow<'a, [Heard]>, sqlx::Error> {
    let ids: Vec<Uuid> = events.iter().map(|event| event.event_id).collect();
    let sql = format!("select event_id, source, payload from {schema}.replayed_events where event_id = any($1)");
    let rows: Vec<(Uuid, String, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(connection).await?;
    if rows.is_empty() {
        return Ok(Cow::Borrowed(events));
    }
    let bodies: HashMap<(Uuid, String), Vec<u8>> =
        rows.into_iter().map(|(id, source, payload)| ((id, source), payload)).collect();
    let as_applied = |event: &Heard| match bodies.get(&(event.event_id, event.source().to_owned())) {
        Some(payload) => Heard { payload: payload.clone(), ..event.clone() },
        None => event.clone(),
    };
    Ok(events.iter().map(as_applied).collect())
}
