//! The consumer: takes a service's events from its durable, applies each in a transaction with its inbox row, acks after
//! the commit. It rebuilds its stream when it ends, and parks what cannot be applied.

use std::{collections::HashMap, sync::Arc, time::Duration};

use async_nats::jetstream::{self, AckKind, consumer::PullConsumer};
use futures::{Stream, StreamExt as _, future::BoxFuture};
use metrics::{counter, gauge, histogram};
use sqlx::PgConnection;
use tokio::{sync::Mutex, time::Instant};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, error, info, warn};
use uuid::Uuid;

use super::{
    STREAM,
    envelope::{Heard, TRACE_PARENT},
    inbox::{Applied, apply},
    parked::park,
};
use crate::{ambient::Clock, db::Db, telemetry::propagation, uninterrupted::uninterrupted};

/// How often a listener may refuse an event before it is parked.
const TRIES: u32 = 10;
/// How long an event may wait for its forerunner before it is parked.
const GAP_PATIENCE: Duration = Duration::from_secs(5 * 60);
const BATCH: usize = 200;
const WAIT: Duration = Duration::from_secs(5);
const AFTER_FAILURE: Duration = Duration::from_secs(1);

type HearFn = dyn for<'a> Fn(&'a mut PgConnection, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>> + Send + Sync;

/// What a service does with the events that it hears: one function that knows its `events/on_<event>.rs`. A message that it
/// does not know is success: it only advances the aggregate.
#[derive(Clone)]
pub struct Listener {
    hear: Arc<HearFn>,
    after_commit: Arc<dyn Fn() + Send + Sync>,
}

impl Listener {
    /// Wraps the service's dispatch.
    pub fn new<F>(hear: F) -> Self
    where
        F: for<'a> Fn(&'a mut PgConnection, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>> + Send + Sync + 'static,
    {
        Self { hear: Arc::new(hear), after_commit: Arc::new(|| {}) }
    }

    /// Wakes whoever works on what the effects left behind, once an effect is committed; nothing that takes time.
    #[must_use]
    pub fn after_commit(self, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self { after_commit: Arc::new(wake), ..self }
    }

    pub(super) fn hear<'a>(
        &'a self,
        connection: &'a mut PgConnection,
        event: &'a Heard,
    ) -> BoxFuture<'a, anyhow::Result<()>> {
        (self.hear)(connection, event)
    }

    pub(super) fn committed(&self) {
        (self.after_commit)();
    }
}

#[derive(Clone)]
struct Consumer {
    db: Db,
    schema: &'static str,
    clock: Clock,
    listener: Listener,
    /// Events that were refused or came too early, since when and how often: what the stream counts as deliveries includes
    /// outages, which are no event's fault. Bounded by the durable's `max_ack_pending`.
    waiting: Arc<Mutex<HashMap<Uuid, Waiting>>>,
}

#[derive(Clone, Copy)]
struct Waiting {
    since: Instant,
    refusals: u32,
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
    let consumer = Consumer { db, schema, clock, listener, waiting: Arc::default() };
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
                    () = stop.cancelled() => {
                        self.hand_back(&mut batch).await;
                        return Ok(());
                    }
                    message = batch.next() => message,
                };
                let Some(message) = message else { break };
                let message = message.map_err(|error| anyhow::anyhow!("fetching events: {error}"))?;
                last = message.info().ok().map(|info| info.pending);
                if let Err(error) = self.handle(message).await {
                    self.hand_back(&mut batch).await;
                    return Err(error);
                }
            }
            gauge!("epupns_listener_pending", "schema" => self.schema).set(last.unwrap_or(0) as f64);
        }
        Ok(())
    }

    /// Gives the rest of a batch back at once, so that it is not held until its ack is overdue.
    async fn hand_back(&self, batch: &mut (impl Stream<Item = Result<jetstream::Message, impl Sized>> + Unpin)) {
        while let Ok(Some(message)) = tokio::time::timeout(AFTER_FAILURE, batch.next()).await {
            let Ok(message) = message else { return };
            if message.ack_with(AckKind::Nak(Some(AFTER_FAILURE))).await.is_err() {
                return;
            }
        }
    }

    async fn handle(&self, message: jetstream::Message) -> anyhow::Result<()> {
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
        let (occurred_at, event_id) = (event.occurred_at, event.event_id);
        let name = event.message_name.clone();
        let consumer = self.clone();
        let outcome = uninterrupted(async move { consumer.take(event).await }).instrument(span).await;
        match outcome {
            Ok(Outcome::Done) => {
                self.waiting.lock().await.remove(&event_id);
                counter!("epupns_events_heard_total", "schema" => self.schema, "message" => name).increment(1);
                let lag = (self.clock.now() - occurred_at).as_seconds_f64().max(0.0);
                histogram!("epupns_listener_lag_seconds", "schema" => self.schema).record(lag);
                ack(&message, AckKind::Ack).await
            }
            Ok(Outcome::Later(tries)) => ack(&message, AckKind::Nak(Some(backoff(tries)))).await,
            // Not the event's fault: the database is away. Leave the message, and look again after a pause.
            Err(error) => {
                ack(&message, AckKind::Nak(Some(AFTER_FAILURE))).await.ok();
                Err(error.into())
            }
        }
    }

    async fn take(&self, event: Heard) -> Result<Outcome, sqlx::Error> {
        let mut tx = self.db.begin().await?;
        let reason = match apply(&mut tx, self.schema, &event, self.clock.now()).await? {
            Applied::Before => return Ok(Outcome::Done),
            Applied::Now => match self.listener.hear(&mut tx, &event).await {
                Ok(()) => {
                    tx.commit().await?;
                    self.listener.committed();
                    return Ok(Outcome::Done);
                }
                Err(error) => {
                    // The effect is undone with its transaction; a database that is away is nobody's poison.
                    drop(tx);
                    if error.downcast_ref::<sqlx::Error>().is_some_and(is_outage) {
                        return Err(sqlx::Error::PoolTimedOut);
                    }
                    warn!(message_name = event.message_name, error = format!("{error:#}"), "an event was not applied");
                    Reason::Refused
                }
            },
            Applied::Behind => return self.park(tx, &event, "BEHIND_PARKED").await,
            Applied::Gap => Reason::Gap,
        };
        let waiting = self.again(event.event_id, reason).await;
        let park = match reason {
            Reason::Refused if waiting.refusals >= TRIES => "LISTENER_REFUSED",
            Reason::Gap if waiting.since.elapsed() >= GAP_PATIENCE => "GAP",
            _ => return Ok(Outcome::Later(waiting.refusals)),
        };
        let tx = self.db.begin().await?;
        self.park(tx, &event, park).await
    }

    async fn again(&self, event_id: Uuid, reason: Reason) -> Waiting {
        let mut waiting = self.waiting.lock().await;
        let entry = waiting.entry(event_id).or_insert(Waiting { since: Instant::now(), refusals: 0 });
        entry.refusals += u32::from(reason == Reason::Refused);
        *entry
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
    /// After so many refusals.
    Later(u32),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    Refused,
    Gap,
}

async fn ack(message: &jetstream::Message, kind: AckKind) -> anyhow::Result<()> {
    message.ack_with(kind).await.map_err(|error| anyhow::anyhow!("acknowledging an event: {error}"))
}

/// 100 ms, 200 ms, ... at most 2 s: ten refusals take some 15 s.
fn backoff(refusals: u32) -> Duration {
    Duration::from_millis(100 << refusals.min(10)).min(Duration::from_secs(2))
}

/// What passes by itself: no connection, or a server that starts, stops, is full, or chose this transaction as a victim.
#[must_use]
pub fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => true,
        sqlx::Error::Database(error) => {
            error.code().is_some_and(|code| ["08", "40", "53", "55", "57"].iter().any(|class| code.starts_with(class)))
        }
        _ => false,
    }
}
