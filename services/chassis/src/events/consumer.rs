//! The consumer: takes a service's events from its durable, applies each in a transaction with its inbox row, acks after
//! the commit. It rebuilds its stream when it ends, and parks what cannot be applied.

use std::{sync::Arc, time::Duration};

use async_nats::jetstream::{self, AckKind, consumer::PullConsumer};
use futures::{StreamExt as _, future::BoxFuture};
use metrics::{counter, gauge, histogram};
use sqlx::PgConnection;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, error, info, warn};

use super::{
    STREAM,
    envelope::{Heard, TRACE_PARENT},
    inbox::{Applied, apply},
    parked::park,
};
use crate::{ambient::Clock, db::Db, telemetry::propagation, uninterrupted::uninterrupted};

/// How often an event is tried before it is parked.
const TRIES: i64 = 10;
const BATCH: usize = 200;
const WAIT: Duration = Duration::from_secs(5);
const AFTER_FAILURE: Duration = Duration::from_secs(1);

type HearFn = dyn for<'a> Fn(&'a mut PgConnection, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>> + Send + Sync;

/// What a service does with the events that it hears: one function that knows its `events/on_<event>.rs`. A message that it
/// does not know is success: it only advances the aggregate.
#[derive(Clone)]
pub struct Listener(Arc<HearFn>);

impl Listener {
    /// Wraps the service's dispatch.
    pub fn new<F>(hear: F) -> Self
    where
        F: for<'a> Fn(&'a mut PgConnection, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>> + Send + Sync + 'static,
    {
        Self(Arc::new(hear))
    }

    pub(super) fn hear<'a>(
        &'a self,
        connection: &'a mut PgConnection,
        event: &'a Heard,
    ) -> BoxFuture<'a, anyhow::Result<()>> {
        (self.0)(connection, event)
    }
}

#[derive(Clone)]
struct Consumer {
    db: Db,
    schema: &'static str,
    clock: Clock,
    listener: Listener,
}

/// Listens until `stop`; survives a stream or database that goes away.
pub async fn listen(
    db: Db,
    stream: jetstream::Context,
    schema: &'static str,
    clock: Clock,
    listener: Listener,
    stop: CancellationToken,
) {
    let consumer = Consumer { db, schema, clock, listener };
    let mut failing = false;
    while !stop.is_cancelled() {
        match consumer.session(&stream, &stop).await {
            Ok(()) => failing = false,
            Err(error) => {
                if !failing {
                    warn!(schema, error = format!("{error:#}"), "cannot hear events; trying again");
                }
                failing = true;
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = tokio::time::sleep(AFTER_FAILURE) => {}
                }
            }
        }
    }
    info!(schema, "listener stopped");
}

impl Consumer {
    /// Fetches until an error or `stop`. Every fetch ends by itself after 5 s: a silent stream is asked again, which is
    /// the watchdog against one that died without a word.
    async fn session(&self, stream: &jetstream::Context, stop: &CancellationToken) -> anyhow::Result<()> {
        let durable: PullConsumer = stream.get_consumer_from_stream(self.schema, STREAM).await?;
        while !stop.is_cancelled() {
            let mut batch = durable.fetch().max_messages(BATCH).expires(WAIT).messages().await?;
            let mut last = None;
            loop {
                let message = tokio::select! {
                    () = stop.cancelled() => return Ok(()),
                    message = batch.next() => message,
                };
                let Some(message) = message else { break };
                let message = message.map_err(|error| anyhow::anyhow!("fetching events: {error}"))?;
                last = message.info().ok().map(|info| info.pending);
                self.handle(message).await?;
            }
            gauge!("epupns_listener_pending", "schema" => self.schema).set(last.unwrap_or(0) as f64);
        }
        Ok(())
    }

    async fn handle(&self, message: jetstream::Message) -> anyhow::Result<()> {
        let tries = message.info().map_or(1, |info| info.delivered);
        let event = match Heard::from_message(&message) {
            Ok(event) => event,
            Err(error) => {
                // Nobody of ours sent this: it cannot even be parked under an id.
                error!(
                    schema = self.schema,
                    error = format!("{error:#}"),
                    "an event without a readable envelope is dropped"
                );
                return ack(&message, AckKind::Term).await;
            }
        };
        let span = tracing::info_span!(
            "hear", otel.name = format!("hear {}", event.message_name), otel.kind = "consumer",
            messaging.system = "nats", event_id = %event.event_id
        );
        let header = message.headers.as_ref().and_then(|headers| headers.get(TRACE_PARENT));
        propagation::continue_trace(&span, header.map(async_nats::HeaderValue::as_str));
        let occurred_at = event.occurred_at;
        let name = event.message_name.clone();
        let consumer = self.clone();
        let outcome = uninterrupted(async move { consumer.take(event, tries).await }).instrument(span).await;
        match outcome {
            Ok(Outcome::Done) => {
                counter!("epupns_events_heard_total", "schema" => self.schema, "message" => name).increment(1);
                let lag = (self.clock.now() - occurred_at).as_seconds_f64().max(0.0);
                histogram!("epupns_listener_lag_seconds", "schema" => self.schema).record(lag);
                ack(&message, AckKind::Ack).await
            }
            Ok(Outcome::Later) => ack(&message, AckKind::Nak(Some(backoff(tries)))).await,
            // Not the event's fault: the database is away. Leave the message, and look again after a pause.
            Err(error) => Err(error.into()),
        }
    }

    async fn take(&self, event: Heard, tries: i64) -> Result<Outcome, sqlx::Error> {
        let mut tx = self.db.begin().await?;
        let reason = match apply(&mut tx, self.schema, &event, self.clock.now()).await? {
            Applied::Before => return Ok(Outcome::Done),
            Applied::Now => match self.listener.hear(&mut tx, &event).await {
                Ok(()) => {
                    tx.commit().await?;
                    return Ok(Outcome::Done);
                }
                Err(error) => {
                    // The effect is undone with its transaction; a database that is away is nobody's poison.
                    drop(tx);
                    if error.downcast_ref::<sqlx::Error>().is_some_and(is_outage) {
                        return Err(sqlx::Error::PoolTimedOut);
                    }
                    warn!(
                        message_name = event.message_name,
                        tries,
                        error = format!("{error:#}"),
                        "an event was not applied"
                    );
                    "LISTENER_REFUSED"
                }
            },
            Applied::Behind => return self.park(tx, &event, "BEHIND_PARKED").await,
            Applied::Gap => "GAP",
        };
        if tries < TRIES {
            return Ok(Outcome::Later);
        }
        let tx = self.db.begin().await?;
        self.park(tx, &event, reason).await
    }

    async fn park(&self, mut tx: crate::db::Tx, event: &Heard, reason: &'static str) -> Result<Outcome, sqlx::Error> {
        park(&mut tx, self.schema, event, reason, self.clock.now()).await?;
        tx.commit().await?;
        error!(schema = self.schema, event_id = %event.event_id, message_name = event.message_name, reason, "event parked");
        counter!("epupns_events_parked_total", "schema" => self.schema).increment(1);
        Ok(Outcome::Done)
    }
}

enum Outcome {
    Done,
    Later,
}

async fn ack(message: &jetstream::Message, kind: AckKind) -> anyhow::Result<()> {
    message.ack_with(kind).await.map_err(|error| anyhow::anyhow!("acknowledging an event: {error}"))
}

/// 100 ms, 200 ms, ... at most 10 s.
fn backoff(tries: i64) -> Duration {
    let doubled = u32::try_from(tries.clamp(1, 10)).unwrap_or(1) - 1;
    Duration::from_millis(100 * (1 << doubled)).min(Duration::from_secs(10))
}

fn is_outage(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_))
}
