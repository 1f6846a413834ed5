//! Rebuilds: asked for, under way, done or given up.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// What an operator is told of a rebuild.
pub(crate) struct Rebuild {
    /// Counts rebuilds.
    pub(crate) generation: i64,
    /// Applied so far.
    pub(crate) events: i64,
    /// Its projections are, or were, live.
    pub(crate) done: bool,
    /// Rows that differed from what it replaced.
    pub(crate) different_rows: Option<i64>,
    /// Why it was given up.
    pub(crate) failure: Option<String>,
}

/// Begins a rebuild under the next number; `None` while one runs.
pub(crate) async fn begin(
    connection: &mut PgConnection,
    requested_by: &str,
    now: OffsetDateTime,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into reporting.fact_rebuilds (generation, requested_by, requested_at)
         select greatest(p.current_generation, (select coalesce(max(generation), 1) from reporting.fact_rebuilds)) + 1, $1, $2
         from reporting.fact_projection p
         on conflict do nothing returning generation",
        requested_by,
        now
    )
    .fetch_optional(connection)
    .await
}

/// The latest rebuild.
pub(crate) async fn latest(connection: &mut PgConnection) -> Result<Option<Rebuild>, sqlx::Error> {
    sqlx::query_as!(
        Rebuild,
        r#"select generation, events, done_at is not null as "done!", different_rows, failure
         from reporting.fact_rebuilds order by generation desc limit 1"#
    )
    .fetch_optional(connection)
    .await
}

/// The one that runs.
pub(crate) async fn running(connection: &mut PgConnection) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select generation from reporting.fact_rebuilds where done_at is null and failure is null")
        .fetch_optional(connection)
        .await
}

/// Holds a rebuild until the transaction ends; false when it does not run any more.
pub(crate) async fn lock(connection: &mut PgConnection, generation: i64) -> Result<bool, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select generation from reporting.fact_rebuilds
         where generation = $1 and done_at is null and failure is null for update",
        generation
    );
    Ok(found.fetch_optional(connection).await?.is_some())
}

/// So many more events are applied.
pub(crate) async fn progress(connection: &mut PgConnection, generation: i64, events: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.fact_rebuilds set events = events + $2, idle_looks = 0 where generation = $1",
        generation,
        events
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An event could not be applied, or none came although some are missing; after so many times it is given up.
pub(crate) async fn setback(
    connection: &mut PgConnection,
    generation: i64,
    refused: bool,
    patience: i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.fact_rebuilds
         set failures = failures + case when $2 then 1 else 0 end,
             idle_looks = idle_looks + case when $2 then 0 else 1 end,
             failure = case when $2 and failures + 1 >= $3 then 'EVENT_REFUSED'
                            when not $2 and idle_looks + 1 >= $3 then 'STREAM_INCOMPLETE' end,
             garbage = case when $2 and failures + 1 >= $3 or not $2 and idle_looks + 1 >= $3 then generation end
         where generation = $1 and done_at is null and failure is null",
        generation,
        refused,
        patience
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the live projections contain other events than the rebuild, which contains none that they do not.
pub(crate) async fn is_behind(connection: &mut PgConnection, generation: i64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select events <> (select coalesce(sum(h.events), 0) from reporting.fact_heard h) as "is_behind!"
         from reporting.fact_rebuilds where generation = $1"#,
        generation
    )
    .fetch_one(connection)
    .await
}

/// Keeps how many rows differed.
pub(crate) async fn compared(
    connection: &mut PgConnection,
    generation: i64,
    different: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update reporting.fact_rebuilds set different_rows = $2 where generation = $1", generation, different)
        .execute(connection)
        .await?;
    Ok(())
}

/// How many rows differed; `None` before they were compared.
pub(crate) async fn different_rows(connection: &mut PgConnection, generation: i64) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("select different_rows from reporting.fact_rebuilds where generation = $1", generation)
        .fetch_one(connection)
        .await
}

/// Its projections are live now; those of `replaced` may go.
pub(crate) async fn finish(
    connection: &mut PgConnection,
    generation: i64,
    replaced: i64,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reporting.fact_rebuilds set done_at = $3, garbage = $2 where generation = $1",
        generation,
        replaced,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A rebuild that has left rows behind, with the generation of these; not before a reader of them is through.
pub(crate) async fn garbage(
    connection: &mut PgConnection,
    done_before: OffsetDateTime,
) -> Result<Option<(i64, i64)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select generation, garbage as "garbage!" from reporting.fact_rebuilds
         where garbage is not null and (done_at is null or done_at < $1) order by generation limit 1"#,
        done_before
    );
    Ok(row.fetch_optional(connection).await?.map(|row| (row.generation, row.garbage)))
}

/// Nothing of its garbage is left.
pub(crate) async fn cleaned(connection: &mut PgConnection, generation: i64) -> Result<(), sqlx::Error> {
    sqlx::query!("update reporting.fact_rebuilds set garbage = null where generation = $1", generation)
        .execute(connection)
        .await?;
    Ok(())
}
