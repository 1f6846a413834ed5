//! Which generation of the projections is live, and how fresh it is.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// The live generation, which stays live until the transaction ends: for whoever applies an event to it.
///
/// # Errors
/// The database is away, or a switch takes longer than a lock is waited for.
pub(crate) async fn share(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    // A row is shared past whoever waits for it alone: two busy listeners would keep a rebuild waiting for good. This queue is
    // fair, and its statement is one of its own, so that the next one sees what was switched meanwhile.
    sqlx::query!("select pg_advisory_xact_lock_shared(hashtext('reporting.fact_projection'))")
        .execute(&mut *connection)
        .await?;
    sqlx::query_scalar!("select current_generation from reporting.fact_projection for share")
        .fetch_one(connection)
        .await
}

/// The live generation; nobody applies an event to it until the transaction ends.
///
/// # Errors
/// The database is away, or those who apply events do not come to an end.
pub(crate) async fn lock(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('reporting.fact_projection'))")
        .execute(&mut *connection)
        .await?;
    sqlx::query_scalar!("select current_generation from reporting.fact_projection for update")
        .fetch_one(connection)
        .await
}

/// The live generation, for reading. Its rows stay for a minute after another has taken its place.
pub(crate) async fn current(connection: &mut PgConnection) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!("select current_generation from reporting.fact_projection").fetch_one(connection).await
}

/// Puts another generation in its place, under [`lock`].
pub(crate) async fn switch(connection: &mut PgConnection, generation: i64) -> Result<(), sqlx::Error> {
    sqlx::query!("update reporting.fact_projection set current_generation = $1", generation)
        .execute(connection)
        .await?;
    Ok(())
}

/// Counts events that have been applied, and remembers when the newest of them happened.
pub(crate) async fn heard(
    connection: &mut PgConnection,
    stripe: i16,
    events: i64,
    newest: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reporting.fact_heard as h (stripe, events, occurred_at) values ($1, $2, $3)
         on conflict (stripe) do update
           set events = h.events + excluded.events, occurred_at = greatest(h.occurred_at, excluded.occurred_at)",
        stripe,
        events,
        newest
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// When the newest event that was applied happened.
pub(crate) async fn as_of(connection: &mut PgConnection) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    sqlx::query_scalar!("select max(occurred_at) from reporting.fact_heard").fetch_one(connection).await
}
