//! Events that are not what they say: kept as evidence, counted and alarmed, and no part of any aggregate's order.
//!
//! An event is what its subject says, since the server guards that alone: whoever published on it is its publisher. What a
//! header or the body says otherwise is nobody's event; neither is a second one under a version that is there already.

use std::collections::{BTreeMap, HashSet};

use metrics::counter;
use sqlx::{AssertSqlSafe, FromRow, PgConnection};
use time::OffsetDateTime;
use tracing::error;
use uuid::Uuid;

use super::envelope::Heard;

/// Events that are kept of one publisher for one reason; more are only counted. Whoever forges of one kind takes no room from the
/// others.
const KEPT: i64 = 1_000;
/// How much of a body is kept that can never be applied.
pub(super) const EVIDENCE: usize = 16 * 1024;

/// Why an event is not what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disagreement {
    /// The subject is none of ours.
    Subject,
    /// A header of the envelope is missing or cannot be read.
    Envelope,
    /// Its type is another than the subject's.
    Type,
    /// It names another publisher.
    Source,
    /// It is about another aggregate.
    Aggregate,
    /// Another event has this version of the aggregate.
    Version,
    /// Its publisher has not written it, as an operator found out: it had been parked.
    Unwritten,
    /// The body is not that message. The only one that may be applied in the end, when its body is mended.
    Body,
}

impl Disagreement {
    /// Stable.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Subject => "SUBJECT_UNKNOWN",
            Self::Envelope => "ENVELOPE_UNREADABLE",
            Self::Type => "TYPE_DIFFERS",
            Self::Source => "SOURCE_DIFFERS",
            Self::Aggregate => "AGGREGATE_DIFFERS",
            Self::Version => "VERSION_TWICE",
            Self::Unwritten => "NOT_WRITTEN",
            Self::Body => UNREADABLE,
        }
    }
}

/// What [`Disagreement::Body`] is called; the view `waiting_events` knows it, too.
pub(super) const UNREADABLE: &str = "BODY_UNREADABLE";

/// A message from the stream that is not what it says.
#[derive(Clone)]
pub struct Suspect {
    /// Why.
    pub disagreement: Disagreement,
    /// Whose subject it came on.
    pub publisher: String,
    pub(super) subject: String,
    pub(super) event_id: Option<Uuid>,
    pub(super) event: Option<Heard>,
    pub(super) payload: Vec<u8>,
}

impl Suspect {
    /// An event whose envelope agrees with its subject.
    pub(super) fn event(event: &Heard, disagreement: Disagreement) -> Self {
        Self {
            disagreement,
            publisher: event.publisher().to_owned(),
            subject: event.subject(),
            event_id: Some(event.event_id),
            event: (disagreement == Disagreement::Body).then(|| event.clone()),
            payload: event.payload.clone(),
        }
    }
}

/// How many events of a publisher were set aside for one reason.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct SetAside {
    /// Whose subject they came on.
    pub publisher: String,
    /// See [`Disagreement::code`].
    pub reason: String,
    /// All, also those that are not kept.
    pub events: i64,
    /// When the latest came.
    pub latest_at: OffsetDateTime,
}

/// One that was not set aside before.
pub(super) struct Noted {
    suspect: Suspect,
    /// There was room for it; otherwise it is only counted.
    kept: bool,
}

/// Keeps them in the caller's transaction, or only counts them; those that are new, to be told by [`alarm`] after the commit.
pub(super) async fn set_aside(
    connection: &mut PgConnection,
    schema: &str,
    suspects: &[Suspect],
    now: OffsetDateTime,
) -> Result<Vec<Noted>, sqlx::Error> {
    if suspects.is_empty() {
        return Ok(Vec::new());
    }
    // One at a time: who counts what is kept must not be overtaken.
    let lock = format!("lock table {schema}.set_aside_events in share row exclusive mode");
    sqlx::query(AssertSqlSafe(lock)).execute(&mut *connection).await?;
    let mut rooms = BTreeMap::new();
    let mut noted = Vec::new();
    for suspect in suspects {
        let whose = (suspect.publisher.as_str(), suspect.disagreement);
        let room = match rooms.get_mut(&whose) {
            Some(room) => room,
            None => rooms.entry(whose).or_insert(left(connection, schema, whose).await?),
        };
        let kept = *room > 0 && keep(connection, schema, suspect, now).await?;
        *room -= i64::from(kept);
        // The stream gives an event again whose acknowledgement it has not seen.
        if kept || !is_kept(connection, schema, suspect).await? {
            noted.push(Noted { suspect: suspect.clone(), kept });
        }
    }
    for ((publisher, reason), events) in counted(&noted) {
        count(connection, schema, (publisher, reason), events, now).await?;
    }
    Ok(noted)
}

/// Counts more events of a publisher.
pub(super) async fn count(
    connection: &mut PgConnection,
    schema: &str,
    (publisher, reason): (&str, Disagreement),
    events: i64,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "insert into {schema}.set_aside_counts as c (publisher, reason, events, latest_at) values ($1, $2, $3, $4)
         on conflict (publisher, reason) do update set events = c.events + $3, latest_at = $4"
    );
    let counting = sqlx::query(AssertSqlSafe(sql)).bind(publisher).bind(reason.code()).bind(events).bind(now);
    counting.execute(connection).await?;
    Ok(())
}

fn counted(noted: &[Noted]) -> BTreeMap<(&str, Disagreement), i64> {
    let mut counts = BTreeMap::new();
    for Noted { suspect, .. } in noted {
        *counts.entry((suspect.publisher.as_str(), suspect.disagreement)).or_default() += 1;
    }
    counts
}

/// How much room there is for events of a publisher that are set aside for this reason.
async fn left(
    connection: &mut PgConnection,
    schema: &str,
    (publisher, reason): (&str, Disagreement),
) -> Result<i64, sqlx::Error> {
    let sql = format!("select count(*) from {schema}.set_aside_events where publisher = $1 and reason = $2");
    let kept = sqlx::query_scalar(AssertSqlSafe(sql)).bind(publisher).bind(reason.code());
    let kept: i64 = kept.fetch_one(connection).await?;
    Ok(KEPT - kept)
}

async fn is_kept(connection: &mut PgConnection, schema: &str, suspect: &Suspect) -> Result<bool, sqlx::Error> {
    let sql = format!(
        "select exists (select from {schema}.set_aside_events where event_id = $1 and publisher = $2 and reason = $3)"
    );
    let kept = sqlx::query_scalar(AssertSqlSafe(sql));
    let kept = kept.bind(suspect.event_id).bind(&suspect.publisher).bind(suspect.disagreement.code());
    kept.fetch_one(connection).await
}

/// False when it is kept already.
async fn keep(
    connection: &mut PgConnection,
    schema: &str,
    suspect: &Suspect,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let sql = format!(
        "insert into {schema}.set_aside_events
            (publisher, reason, subject, event_id, message_name, source, aggregate_id, aggregate_version, occurred_at,
             payload, set_aside_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (event_id, publisher, reason) do nothing"
    );
    let event = suspect.event.as_ref();
    let aggregate = event.and_then(|event| event.aggregate);
    let evidence = match event {
        Some(_) => suspect.payload.as_slice(),
        None => &suspect.payload[..suspect.payload.len().min(EVIDENCE)],
    };
    let inserted = sqlx::query(AssertSqlSafe(sql))
        .bind(&suspect.publisher)
        .bind(suspect.disagreement.code())
        .bind(&suspect.subject)
        .bind(suspect.event_id)
        .bind(event.map(|event| event.message_name.as_str()))
        .bind(event.map(Heard::source))
        .bind(aggregate.map(|aggregate| aggregate.id))
        .bind(aggregate.map(|aggregate| aggregate.version))
        .bind(event.map(|event| event.occurred_at))
        .bind(evidence)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(inserted.rows_affected() > 0)
}

/// Says it: each that is kept in a line of the log, all in the metric. Nothing of what the sender wrote is in either.
pub(super) fn alarm(schema: &'static str, noted: &[Noted]) {
    for Noted { suspect, .. } in noted.iter().filter(|noted| noted.kept) {
        let Suspect { disagreement, publisher, event_id, .. } = suspect;
        let (reason, event_id) = (disagreement.code(), event_id.map(tracing::field::display));
        error!(schema, publisher, reason, event_id, "an event that is not what it says is set aside");
    }
    for ((publisher, disagreement), events) in counted(noted) {
        counter!("epupns_events_set_aside_total",
            "schema" => schema, "publisher" => publisher.to_owned(), "reason" => disagreement.code())
        .increment(events.unsigned_abs());
    }
}

/// Begins the count at nothing, so that it is seen before anything is set aside.
pub(super) fn declare(schema: &'static str) {
    let reason = Disagreement::Subject.code();
    counter!("epupns_events_set_aside_total", "schema" => schema, "publisher" => "unknown", "reason" => reason)
        .increment(0);
}

/// How many were ever set aside.
///
/// # Errors
/// The database is away.
pub async fn count_set_aside(connection: &mut PgConnection, schema: &str) -> Result<Vec<SetAside>, sqlx::Error> {
    let sql = format!(
        "select publisher, reason, events, latest_at from {schema}.set_aside_counts order by publisher, reason"
    );
    sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await
}

/// Which of these events, each by its place, are parked or set aside: they have no effect here, whatever their aggregate's
/// version is.
///
/// # Errors
/// The database is away.
pub async fn without_effect(
    connection: &mut PgConnection,
    schema: &str,
    events: &[Heard],
) -> Result<Vec<bool>, sqlx::Error> {
    let sql = format!(
        "select event_id, source from {schema}.parked_events where event_id = any($1)
         union select event_id, publisher from {schema}.set_aside_events where event_id = any($1)"
    );
    let ids: Vec<Uuid> = events.iter().map(|event| event.event_id).collect();
    let found: HashSet<(Uuid, String)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(ids).fetch_all(connection).await?.into_iter().collect();
    let known = |event: &Heard, by: &str| found.contains(&(event.event_id, by.to_owned()));
    Ok(events.iter().map(|event| known(event, event.source()) || known(event, event.publisher())).collect())
}
