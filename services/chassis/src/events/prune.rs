//! Events that were told and heard long ago are forgotten, so that the tables stay as large as a campaign.
//!
//! Whole days of the outbox are dropped, which costs nothing however many events they had; a day with an event that the relay
//! has not published stays whole. What is not a day of its own is deleted in batches.

use sqlx::{AssertSqlSafe, PgConnection};
use time::{Date, Duration as Span, OffsetDateTime};
use tokio_util::sync::CancellationToken;
use tracing::info;
use uuid::Uuid;

use crate::{db::Db, lease};

/// Rows deleted in one transaction.
const BATCH: u64 = 10_000;
const LEASE: &str = "prune_events";
/// Renewed in the transaction of each step.
const TERM: std::time::Duration = std::time::Duration::from_secs(60);
/// What was heard is remembered for longer than its publisher keeps it, and so could tell it again.
const HEARD_LONGER: Span = Span::days(30);

/// What a pass has forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Days of the outbox.
    pub days: u64,
    /// Events of days that had no partition of their own.
    pub told: u64,
    /// Events that were heard: without an aggregate, or set aside.
    pub heard: u64,
}

/// What can be forgotten, one step at a time.
#[derive(Clone, Copy, Debug)]
enum Step {
    Day,
    Told,
    Heard,
    SetAside,
}

/// Forgets what is older than `kept`, under a lease, until nothing is left, the process stops or another works at it.
///
/// # Errors
/// The database is away, or the outbox is too busy for the moment that dropping a day takes; nothing is half done.
pub async fn prune(
    db: &Db,
    schema: &'static str,
    holder: Uuid,
    (now, kept): (OffsetDateTime, Span),
    stop: &CancellationToken,
) -> Result<Pruned, sqlx::Error> {
    let mut pruned = Pruned::default();
    let before = now - kept;
    for step in [Step::Day, Step::Told, Step::Heard, Step::SetAside] {
        loop {
            if stop.is_cancelled() {
                return Ok(pruned);
            }
            let done = db.write("prune_events", async move |mut tx| {
                if lease::take_in(&mut tx, schema, LEASE, holder, TERM).await?.is_none() {
                    return Ok(None);
                }
                Ok::<_, sqlx::Error>(Some(step.take(&mut tx, schema, before).await?))
            });
            let Some(done) = done.await? else { return Ok(pruned) };
            let (count, full) = match step {
                Step::Day => (&mut pruned.days, 1),
                Step::Told => (&mut pruned.told, BATCH),
                Step::Heard | Step::SetAside => (&mut pruned.heard, BATCH),
            };
            *count += done;
            if done < full {
                break;
            }
        }
    }
    if pruned != Pruned::default() {
        let Pruned { days, told, heard } = pruned;
        info!(schema, days, told, heard, "events of the past forgotten");
    }
    Ok(pruned)
}

impl Step {
    async fn take(
        self,
        connection: &mut PgConnection,
        schema: &str,
        before: OffsetDateTime,
    ) -> Result<u64, sqlx::Error> {
        match self {
            Self::Day => {
                let sql = format!("select {schema}.drop_outbox_day($1)");
                let dropped: Option<Date> =
                    sqlx::query_scalar(AssertSqlSafe(sql)).bind(before.date()).fetch_one(connection).await?;
                Ok(u64::from(dropped.is_some()))
            }
            Self::Told => {
                let sql = format!(
                    "delete from {schema}.outbox_other_days where (day, position) in
                        (select day, position from {schema}.outbox_other_days
                         where day < $1 and published_at is not null order by day, position limit {BATCH})"
                );
                Ok(sqlx::query(AssertSqlSafe(sql)).bind(before.date()).execute(connection).await?.rows_affected())
            }
            Self::Heard => {
                let sql = format!(
                    "delete from {schema}.inbox_events where event_id in
                        (select event_id from {schema}.inbox_events
                         where heard_at < $1 order by heard_at limit {BATCH})"
                );
                let before = before - HEARD_LONGER;
                Ok(sqlx::query(AssertSqlSafe(sql)).bind(before).execute(connection).await?.rows_affected())
            }
            Self::SetAside => {
                let sql = format!("delete from {schema}.set_aside_events where set_aside_at < $1");
                let before = before - HEARD_LONGER;
                Ok(sqlx::query(AssertSqlSafe(sql)).bind(before).execute(connection).await?.rows_affected())
            }
        }
    }
}
