//! How far a rebuild has got, beside how far the live projections have: the inbox says that of them, in the transactions
//! of their changes.

use sqlx::PgConnection;
use uuid::Uuid;

/// Whether the live projections contain a change of an aggregate.
///
/// # Errors
/// The database is away.
pub async fn is_live(
    connection: &mut PgConnection,
    source: &str,
    aggregate_id: Uuid,
    version: i64,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from reporting.inbox_versions
             where aggregate_id = $1 and source = $2 and version >= $3) as "is_live!""#,
        aggregate_id,
        source,
        version
    )
    .fetch_one(connection)
    .await
}

/// Whether the live projections contain an event without an aggregate; one so old that the inbox may have forgotten it counts
/// unless it is parked.
///
/// # Errors
/// The database is away.
pub async fn is_event_live(
    connection: &mut PgConnection,
    event_id: Uuid,
    forgotten: bool,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from reporting.inbox_events where event_id = $1)
             or $2 and not exists (select from reporting.parked_events where event_id = $1) as "is_live!""#,
        event_id,
        forgotten
    )
    .fetch_one(connection)
    .await
}

/// The last change of an aggregate that the rebuild contains; 0 before the first.
///
/// # Errors
/// The database is away.
pub async fn position(
    connection: &mut PgConnection,
    generation: i64,
    source: &str,
    aggregate_id: Uuid,
) -> Result<i64, sqlx::Error> {
    let version = sqlx::query_scalar!(
        "select version from reporting.rebuild_positions
         where generation = $1 and aggregate_id = $2 and source = $3",
        generation,
        aggregate_id,
        source
    );
    Ok(version.fetch_optional(connection).await?.unwrap_or(0))
}

/// The rebuild contains this change of an aggregate now.
///
/// # Errors
/// The database is away.
pub async fn advance(
    connection: &mut PgConnection,
    generation: i64,
    source: &str,
    aggregate_id: Uuid,
    version: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reporting.rebuild_positions (generation, aggregate_id, source, version) values ($1, $2, $3, $4)
         on conflict (generation, aggregate_id, source) do update set version = excluded.version",
        generation,
        aggregate_id,
        source,
        version
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The rebuild contains this event without an aggregate now; false if it did before.
///
/// # Errors
/// The database is away.
pub async fn remember(connection: &mut PgConnection, generation: i64, event_id: Uuid) -> Result<bool, sqlx::Error> {
    let remembered = sqlx::query!(
        "insert into reporting.rebuild_events (generation, event_id) values ($1, $2) on conflict do nothing",
        generation,
        event_id
    );
    Ok(remembered.execute(connection).await?.rows_affected() == 1)
}
