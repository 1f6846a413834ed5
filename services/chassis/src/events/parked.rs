//! Parked events: what could not be applied waits here, with its reason, and holds only its own aggregate's later events.

use sqlx::{AssertSqlSafe, FromRow, PgConnection};
use thiserror::Error;
use time::OffsetDateTime;
use tracing::error;
use uuid::Uuid;

use super::{
    envelope::{Aggregate, Heard},
    inbox::{Applied, apply},
    listener::Listener,
    set_aside::{Disagreement, Suspect, UNREADABLE, alarm, set_aside},
};
use crate::{ambient::Clock, db::Db};

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
    occurred_at: OffsetDateTime,
    /// Why it could not be applied, without personal data.
    pub reason: String,
    /// Since when.
    pub parked_at: OffsetDateTime,
}

impl Parked {
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

/// Takes an event out of what waits; false when it is not there any more.
async fn take_away(connection: &mut PgConnection, schema: &str, event: &Heard) -> Result<bool, sqlx::Error> {
    let sql = format!(
        "with parked as (delete from {schema}.parked_events where event_id = $1 and source = $2 returning event_id),
              aside as (delete from {schema}.set_aside_events
                        where event_id = $1 and source = $2 and reason = $3 returning event_id)
         select exists (select from parked) or exists (select from aside)"
    );
    let taken = sqlx::query_scalar(AssertSqlSafe(sql)).bind(event.event_id).bind(event.source()).bind(UNREADABLE);
    taken.fetch_one(connection).await
}

pub(super) async fn park(
    connection: &mut PgConnection,
    schema: &str,
    event: &Heard,
    reason: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "insert into {schema}.parked_events ({COLUMNS}, source) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict do nothing"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(event.event_id)
        .bind(&event.message_name)
        .bind(event.aggregate.map(|aggregate| aggregate.id))
        .bind(event.aggregate.map(|aggregate| aggregate.version))
        .bind(&event.payload)
        .bind(event.occurred_at)
        .bind(reason)
        .bind(now)
        .bind(event.source())
        .execute(connection)
        .await?;
    Ok(())
}

/// The oldest events that an operator may apply again: parked, or set aside for their body alone.
///
/// # Errors
/// The database is away.
pub async fn list_parked(connection: &mut PgConnection, schema: &str, limit: i64) -> Result<Vec<Parked>, sqlx::Error> {
    let sql = format!("select {COLUMNS} from {schema}.waiting_events order by parked_at, event_id limit $1");
    sqlx::query_as(AssertSqlSafe(sql)).bind(limit).fetch_all(connection).await
}

/// Applies an aggregate's parked events again, all or none, in order; returns how many.
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
    let hears = listener.clone();
    let replayed = db.write("replay_parked", async move |mut tx| {
        let mut twice = Vec::new();
        let sql = format!(
            "select {COLUMNS} from {schema}.waiting_events p
             where p.event_id = $1
                or (p.aggregate_id, p.source) in
                    (select aggregate_id, source from {schema}.waiting_events where event_id = $1)
             order by p.aggregate_version"
        );
        let parked: Vec<Parked> = sqlx::query_as(AssertSqlSafe(sql)).bind(event_id).fetch_all(&mut *tx).await?;
        if parked.is_empty() {
            return Err(ReplayError::NotFound);
        }
        let mut replayed = 0;
        for event in parked.into_iter().map(Parked::into_event) {
            if !take_away(&mut tx, schema, &event).await? {
                // Another replay has it.
                continue;
            }
            match apply(&mut tx, schema, &event, clock.now()).await? {
                Applied::Now => hears.hear(&mut tx, &[&event]).await.map_err(ReplayError::RefusedAgain)?,
                // It or another has its place: it waits no more, and did nothing now.
                Applied::Before => continue,
                Applied::Twice => {
                    let suspects = [Suspect::event(&event, Disagreement::Version)];
                    let kept = set_aside(&mut tx, schema, &suspects, clock.now()).await?;
                    twice.extend(suspects.into_iter().zip([kept]));
                    continue;
                }
                Applied::Gap | Applied::Behind => {
                    error!(schema, event_id = %event.event_id, "an earlier event of the aggregate is missing");
                    return Err(ReplayError::RefusedAgain(anyhow::anyhow!(
                        "an earlier event of the aggregate is missing"
                    )));
                }
            }
            replayed += 1;
        }
        Ok((replayed, twice))
    });
    let (replayed, twice) = replayed.await?;
    twice.iter().for_each(|(suspect, kept)| alarm(schema, std::slice::from_ref(suspect), kept));
    listener.committed();
    Ok(replayed)
}
