//! Parked events: what could not be applied waits here, with its reason, and holds only its own aggregate's later events.

use sqlx::{AssertSqlSafe, FromRow, PgConnection};
use thiserror::Error;
use time::OffsetDateTime;
use tracing::error;
use uuid::Uuid;

use super::{
    envelope::{Aggregate, Heard, publisher_of},
    inbox::{Applied, apply, hold},
    listener::Listener,
    replayed,
    set_aside::{Disagreement, Noted, Suspect, UNREADABLE, alarm, set_aside},
};
use crate::{
    ambient::Clock,
    db::{Cause, Db, Tx},
};

const COLUMNS: &str =
    "event_id, message_name, aggregate_id, aggregate_version, payload, occurred_at, reason, parked_at";

/// A parked event.
#[derive(FromRow)]
pub struct Parked {
    /// The event.
    pub event_id: Uuid,
    /// Full protobuf name.
    pub message_name: String,
    /// What it is about, if anything.
    pub aggregate_id: Option<Uuid>,
    /// Its version there.
    pub aggregate_version: Option<i64>,
    payload: Vec<u8>,
    /// When it happened, as its headers say.
    pub occurred_at: OffsetDateTime,
    /// Why it could not be applied, without personal data.
    pub reason: String,
    /// Since when.
    pub parked_at: OffsetDateTime,
}

/// Where a page of parked events begins: behind this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Since when it is parked.
    pub parked_at: OffsetDateTime,
    /// The event.
    pub event_id: Uuid,
}

impl Parked {
    /// The service on whose subject it came.
    #[must_use]
    pub fn publisher(&self) -> &str {
        publisher_of(&self.message_name)
    }

    /// Its place in the list.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { parked_at: self.parked_at, event_id: self.event_id }
    }

    fn into_event(self) -> Heard {
        Heard {
            event_id: self.event_id,
            message_name: self.message_name,
            aggregate: self.aggregate_id.zip(self.aggregate_version).map(|(id, version)| Aggregate { id, version }),
            occurred_at: self.occurred_at,
            payload: self.payload,
        }
    }
}

/// Why a replay did not happen; the events stay parked.
#[derive(Debug, Error)]
pub enum ReplayError {
    /// No such event is parked.
    #[error("no such parked event")]
    NotFound,
    /// The listener refused it again.
    #[error("refused again")]
    RefusedAgain(#[source] anyhow::Error),
    /// The database is away.
    #[error("the database is away")]
    Database(#[from] sqlx::Error),
}

impl Cause for ReplayError {
    fn cause(&self) -> Option<&sqlx::Error> {
        match self {
            Self::NotFound => None,
            Self::RefusedAgain(error) => error.cause(),
            Self::Database(error) => Some(error),
        }
    }
}

/// Parks events, each for its reason, in the caller's transaction.
pub(super) async fn park(
    connection: &mut PgConnection,
    schema: &str,
    events: &[(&Heard, &'static str)],
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    if events.is_empty() {
        return Ok(());
    }
    let all = || events.iter().map(|(event, _)| *event);
    // In one order, whoever parks: another replica may have been given the same.
    let sql = format!(
        "insert into {schema}.parked_events ({COLUMNS}, source)
         select p.event_id, p.message_name, p.aggregate_id, p.aggregate_version, p.payload, p.occurred_at, p.reason, $8, p.source
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::bytea[], $6::timestamptz[], $7::text[], $9::text[])
              as p (event_id, message_name, aggregate_id, aggregate_version, payload, occurred_at, reason, source)
         order by p.event_id, p.source on conflict do nothing"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(all().map(|event| event.event_id).collect::<Vec<_>>())
        .bind(all().map(|event| event.message_name.as_str()).collect::<Vec<_>>())
        .bind(all().map(|event| Some(event.aggregate?.id)).collect::<Vec<Option<Uuid>>>())
        .bind(all().map(|event| Some(event.aggregate?.version)).collect::<Vec<Option<i64>>>())
        .bind(all().map(|event| event.payload.as_slice()).collect::<Vec<_>>())
        .bind(all().map(|event| event.occurred_at).collect::<Vec<_>>())
        .bind(events.iter().map(|(_, reason)| *reason).collect::<Vec<_>>())
        .bind(now)
        .bind(all().map(Heard::source).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(())
}

/// The oldest events behind a place that an operator may apply again: parked, or set aside for their body alone. Two publishers'
/// events of one id, parked at one moment, stand on one page.
///
/// # Errors
/// The database is away.
pub async fn list_parked(
    connection: &mut PgConnection,
    schema: &str,
    behind: Option<Place>,
    limit: i64,
) -> Result<Vec<Parked>, sqlx::Error> {
    let sql = format!(
        "select {COLUMNS} from {schema}.waiting_events
         where $2::timestamptz is null or (parked_at, event_id) > ($2, $3)
         order by parked_at, event_id fetch first $1 rows with ties"
    );
    let (parked_at, event_id) = behind.map(|place| (place.parked_at, place.event_id)).unzip();
    sqlx::query_as(AssertSqlSafe(sql)).bind(limit).bind(parked_at).bind(event_id).fetch_all(connection).await
}

/// Applies an aggregate's parked events again, all or none, in order; returns how many.
///
/// What a listener does to a batch and to one event after the other it may lock in different orders: the victim of such a
/// deadlock is begun anew, before an operator hears of it.
///
/// # Errors
/// See [`ReplayError`].
pub async fn replay_parked(
    db: Db,
    schema: &'static str,
    clock: Clock,
    listener: Listener,
    event_id: Uuid,
) -> Result<u32, ReplayError> {
    let replay = Replay { schema, clock, listener: listener.clone(), event_id };
    let (replayed, noted) = db.write_again("replay_parked", move |tx| replay.apply(tx)).await?;
    alarm(schema, &noted);
    listener.committed();
    Ok(replayed)
}

#[derive(Clone)]
struct Replay {
    schema: &'static str,
    clock: Clock,
    listener: Listener,
    event_id: Uuid,
}

impl Replay {
    async fn apply(self, mut tx: Tx) -> Result<(u32, Vec<Noted>), ReplayError> {
        let (schema, now) = (self.schema, self.clock.now());
        // Whoever hears holds the aggregates first, and then touches what waits: so does who replays.
        self.hold(&mut tx).await?;
        let waiting = self.waiting(&mut tx).await?;
        if waiting.is_empty() {
            return Err(ReplayError::NotFound);
        }
        let (mut count, mut noted) = (0, Vec::new());
        for event in waiting {
            match apply(&mut tx, schema, &event, now).await? {
                Applied::Now => {
                    self.listener.hear(&mut tx, &[&event]).await.map_err(ReplayError::RefusedAgain)?;
                    replayed::keep(&mut tx, schema, &event, now).await?;
                    count += 1;
                }
                // It or another has its place: it waits no more, and did nothing now.
                Applied::Before => {}
                Applied::Twice => {
                    let suspect = Suspect::event(&event, Disagreement::Version);
                    noted.extend(set_aside(&mut tx, schema, &[suspect], now).await?);
                }
                Applied::Gap | Applied::Behind => {
                    error!(schema, event_id = %event.event_id, "an earlier event of the aggregate is missing");
                    return Err(ReplayError::RefusedAgain(anyhow::anyhow!(
                        "an earlier event of the aggregate is missing"
                    )));
                }
            }
            take_away(&mut tx, schema, &event).await?;
        }
        Ok((count, noted))
    }

    /// Holds the aggregates that the event may be about: each publisher's own.
    async fn hold(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let sql = format!(
            "select aggregate_id, source from {}.waiting_events where event_id = $1 and aggregate_id is not null",
            self.schema
        );
        let about: Vec<(Uuid, String)> =
            sqlx::query_as(AssertSqlSafe(sql)).bind(self.event_id).fetch_all(&mut *connection).await?;
        hold(connection, self.schema, &about.iter().map(|(id, source)| (*id, source.as_str())).collect()).await?;
        Ok(())
    }

    /// The event with all that wait of its aggregate.
    async fn waiting(&self, connection: &mut PgConnection) -> Result<Vec<Heard>, sqlx::Error> {
        let schema = self.schema;
        let sql = format!(
            "select {COLUMNS} from {schema}.waiting_events p
             where p.event_id = $1
                or (p.aggregate_id, p.source) in
                    (select aggregate_id, source from {schema}.waiting_events where event_id = $1)
             order by p.aggregate_version"
        );
        let waiting: Vec<Parked> = sqlx::query_as(AssertSqlSafe(sql)).bind(self.event_id).fetch_all(connection).await?;
        Ok(waiting.into_iter().map(Parked::into_event).collect())
    }
}

/// Takes an event out of what waits, whatever it waited for.
async fn take_away(connection: &mut PgConnection, schema: &str, event: &Heard) -> Result<(), sqlx::Error> {
    let sql = format!(
        "with parked as (delete from {schema}.parked_events where event_id = $1 and source = $2)
         delete from {schema}.set_aside_events where event_id = $1 and source = $2 and reason = $3"
    );
    let taken = sqlx::query(AssertSqlSafe(sql)).bind(event.event_id).bind(event.source()).bind(UNREADABLE);
    taken.execute(connection).await?;
    Ok(())
}
