//! The relay: carries kept events to the stream, at least once, in order for each aggregate.
//!
//! One relay per schema works at a time, under a fenced lease. It claims by row state (`published_at is null`), never by
//! "greater than the last seen": a row that commits late is not passed over. Of each aggregate at most one event is
//! unacknowledged, so a failed publish can never let a later event overtake. Rows are marked after the stream's ack; a crash
//! between ack and mark publishes again, and the stream's de-duplication or the listener's inbox drops the second copy.

use std::{collections::HashSet, time::Duration};

use anyhow::Context as _;
use async_nats::jetstream;
use futures::future::join_all;
use metrics::{counter, gauge};
use sqlx::{AssertSqlSafe, Row as _};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};
use uuid::Uuid;

use super::{
    durability,
    envelope::{Aggregate, Heard, OURS},
    outbox::Outbox,
};
use crate::{
    db::Db,
    lease::{self, Lease, Renewed},
};

const BATCH: i64 = 1000;
const TERM: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(100);
const AFTER_FAILURE: Duration = Duration::from_secs(1);
const LEASE: &str = "relay";

struct Row {
    position: i64,
    event: Heard,
    trace_parent: Option<String>,
}

/// What a relay works with.
pub struct Relay {
    /// The schema's pool.
    pub db: Db,
    /// Where to.
    pub stream: jetstream::Context,
    /// From where, and who wakes it.
    pub outbox: Outbox,
    /// Tells this relay's lease from another's.
    pub holder: Uuid,
    /// NATS' monitoring port, where known.
    pub monitor_url: Option<String>,
    /// Publish only to a stream that survives a power cut.
    pub require_durable: bool,
}

/// Relays until `stop`; survives a database or stream that goes away.
pub async fn relay(relay: Relay, stop: CancellationToken) {
    let Relay { db, stream, outbox, holder, monitor_url, require_durable } = relay;
    let schema = outbox.schema();
    durability::admit(monitor_url.as_deref(), require_durable, &stop).await;
    let mut failing = false;
    let mut held = Renewed::new(LEASE, TERM);
    while !stop.is_cancelled() {
        let pause = match pass(&db, &stream, schema, holder, &mut held).await {
            Ok(Some(0)) | Ok(None) => {
                failing = false;
                LOOK
            }
            Ok(Some(_)) => {
                failing = false;
                continue;
            }
            Err(error) => {
                // Once at the start of a trouble, not once a second during it.
                if !failing {
                    warn!(schema, error = format!("{error:#}"), "relay cannot publish; events stay in the outbox");
                }
                failing = true;
                AFTER_FAILURE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = db.told(), if !failing => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    lease::give_back(&db, schema, LEASE, holder).await.ok();
    info!(schema, "relay stopped");
}

/// One look: how many events were published, `None` while another relay holds the lease.
async fn pass(
    db: &Db,
    stream: &jetstream::Context,
    schema: &'static str,
    holder: Uuid,
    held: &mut Renewed,
) -> anyhow::Result<Option<usize>> {
    let Some(lease) = held.hold(db, schema, holder).await? else {
        // Another replica's to tell from now on.
        observe(schema, None);
        return Ok(None);
    };
    let mut rows = unpublished(&mut *db.read().await?, schema).await?;
    observe(schema, rows.first());
    let mut published = 0;
    while !rows.is_empty() {
        let round = first_of_each_aggregate(&mut rows);
        let acknowledged = publish(stream, schema, &round).await;
        published += acknowledged.len();
        let all = acknowledged.len() == round.len();
        mark(db, schema, lease, acknowledged).await?;
        if all && held.hold(db, schema, holder).await?.is_none() {
            return Ok(None);
        }
        if !all {
            anyhow::bail!("the stream did not acknowledge every event");
        }
    }
    counter!("epupns_outbox_published_total", "schema" => schema).increment(published as u64);
    Ok(Some(published))
}

async fn unpublished(connection: &mut sqlx::PgConnection, schema: &str) -> Result<Vec<Row>, sqlx::Error> {
    let sql = format!(
        "select position, event_id, message_name, aggregate_id, aggregate_version, payload, trace_parent, occurred_at
         from {schema}.outbox where published_at is null order by position limit {BATCH}"
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| {
            let id: Option<Uuid> = row.try_get("aggregate_id")?;
            let version: Option<i64> = row.try_get("aggregate_version")?;
            Ok(Row {
                position: row.try_get("position")?,
                event: Heard {
                    event_id: row.try_get("event_id")?,
                    message_name: row.try_get("message_name")?,
                    aggregate: id.zip(version).map(|(id, version)| Aggregate { id, version }),
                    occurred_at: row.try_get("occurred_at")?,
                    payload: row.try_get("payload")?,
                },
                trace_parent: row.try_get("trace_parent")?,
            })
        })
        .collect()
}

/// Takes the events that may be in flight together: everything without an aggregate, one of each aggregate.
fn first_of_each_aggregate(rows: &mut Vec<Row>) -> Vec<Row> {
    let mut seen = HashSet::new();
    let (round, later) = std::mem::take(rows)
        .into_iter()
        .partition(|row| row.event.aggregate.is_none_or(|aggregate| seen.insert(aggregate.id)));
    *rows = later;
    round
}

/// Publishes in one window, so that acknowledgements share the stream's fsync; returns the acknowledged positions.
async fn publish(stream: &jetstream::Context, schema: &str, round: &[Row]) -> Vec<i64> {
    let source = format!("{OURS}{schema}");
    let sent = round.iter().map(|row| async {
        let headers = row.event.headers(&source, row.trace_parent.as_deref());
        let sent = stream.publish_with_headers(row.event.subject(), headers, row.event.payload.clone().into()).await?;
        sent.await.map(|_| row.position)
    });
    join_all(sent)
        .await
        .into_iter()
        .filter_map(|result: Result<i64, jetstream::context::PublishError>| result.ok())
        .collect()
}

async fn mark(db: &Db, schema: &'static str, lease: Lease, positions: Vec<i64>) -> anyhow::Result<()> {
    if positions.is_empty() {
        return Ok(());
    }
    let marked = db.write("mark_published", async move |mut tx| {
        let sql = format!(
            "update {schema}.outbox set published_at = now()
             where position = any($1) and published_at is null
               and exists (select from {schema}.leases where name = $2 and fence = $3)"
        );
        sqlx::query(AssertSqlSafe(sql)).bind(&positions).bind(LEASE).bind(lease.fence).execute(&mut *tx).await?;
        Ok::<_, sqlx::Error>(())
    });
    marked.await.context("marking published events")
}

fn observe(schema: &'static str, oldest: Option<&Row>) {
    let age =
        oldest.map_or(0.0, |row| (crate::ambient::Clock::system().now() - row.event.occurred_at).as_seconds_f64());
    gauge!("epupns_outbox_oldest_age_seconds", "schema" => schema).set(age.max(0.0));
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;

    fn row(position: i64, aggregate: Option<(u128, i64)>) -> Row {
        Row {
            position,
            event: Heard {
                event_id: Uuid::from_u128(position.unsigned_abs().into()),
                message_name: String::new(),
                aggregate: aggregate.map(|(id, version)| Aggregate { id: Uuid::from_u128(id), version }),
                occurred_at: OffsetDateTime::UNIX_EPOCH,
                payload: Vec::new(),
            },
            trace_parent: None,
        }
    }

    #[test]
    fn of_each_aggregate_one_event_is_in_flight_and_the_rest_keeps_its_order() {
        let mut rows = vec![
            row(1, Some((7, 1))),
            row(2, Some((7, 2))),
            row(3, None),
            row(4, Some((8, 1))),
            row(5, Some((7, 3))),
            row(6, None),
        ];
        let positions = |rows: &[Row]| rows.iter().map(|row| row.position).collect::<Vec<_>>();
        assert_eq!(positions(&first_of_each_aggregate(&mut rows)), [1, 3, 4, 6]);
        assert_eq!(positions(&first_of_each_aggregate(&mut rows)), [2]);
        assert_eq!(positions(&first_of_each_aggregate(&mut rows)), [5]);
        assert!(rows.is_empty());
    }
}
