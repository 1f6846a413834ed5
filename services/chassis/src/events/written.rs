//! What a service has written itself: its outbox remembers, for as long as it keeps its days.

use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

/// Those of the events that this schema has written, published or not.
///
/// # Errors
/// The database is away.
pub async fn written(connection: &mut PgConnection, schema: &str, events: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
    // An event is found by its day and its id, so each day that is there is asked. `limit` keeps the planner from reading all of
    // the outbox instead.
    let sql = format!(
        "with recursive days (day) as (
            (select day from {schema}.outbox order by day limit 1)
            union all
            select (select o.day from {schema}.outbox o where o.day > d.day order by o.day limit 1)
            from days d where d.day is not null
         )
         select distinct k.id from days d cross join unnest($1::uuid[]) as k (id)
         cross join lateral
            (select from {schema}.outbox o where o.day = d.day and o.event_id = k.id limit 1) as written"
    );
    sqlx::query_scalar(AssertSqlSafe(sql)).bind(events).fetch_all(connection).await
}
