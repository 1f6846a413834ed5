//! The consumer: takes a service's events from its durable, has them applied, acknowledges after the commit. It asks its
//! stream again when that ends.

use std::{panic::AssertUnwindSafe, time::Duration};

use async_nats::jetstream::{self, AckKind, Message, consumer::PullConsumer};
use futures::{FutureExt as _, Stream, StreamExt as _};
use metrics::{counter, gauge, histogram};
use proto::EVENTS;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, Span, info, warn};

use super::{
    STREAM,
    envelope::{Heard, TRACE_PARENT},
    hearing::{Fate, Hearing},
    listener::Listener,
    set_aside::declare,
};
use crate::{ambient::Clock, db::Db, telemetry::propagation};

/// Messages asked for at once, at least. While a batch is applied the next one arrives.
const FETCHED: usize = 200;
/// How much of bodies a batch holds before it is applied as it is: an import's events are large.
const BATCH_BYTES: usize = 512 * 1024;
/// How much of bodies is asked for at once: NATS lets a client go that has 64 MiB to read. One message has at most 1 MiB.
pub const FETCHED_BYTES: usize = 16 * 1024 * 1024;
/// How long a batch waits for more, once the stream has begun to give.
const LINGER: Duration = Duration::from_millis(5);
/// So many that are there already are looked at together where the listener takes them one by one.
const LOOKED_AT: usize = 64;
const WAIT: Duration = Duration::from_secs(5);
const AFTER_FAILURE: Duration = Duration::from_secs(1);

#[derive(Clone)]
struct Consumer {
    schema: &'static str,
    clock: Clock,
    hearing: Hearing,
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
    declare(schema);
    let consumer = Consumer { schema, clock: clock.clone(), hearing: Hearing::new(db, schema, clock, listener) };
    let mut failing = false;
    while !stop.is_cancelled() {
        // A panic ends this session and not the service's hearing.
        let session = AssertUnwindSafe(consumer.session(&stream, &stop)).catch_unwind().await;
        match session.unwrap_or_else(|_| Err(anyhow::anyhow!("it panicked"))) {
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
        let mut durable: PullConsumer = stream.get_consumer_from_stream(self.schema, STREAM).await?;
        let most = self.hearing.most();
        let mut looked = None;
        while !stop.is_cancelled() {
            if looked.is_none_or(|looked: Instant| looked.elapsed() >= WAIT) {
                let info = durable.info().await?;
                // Also what was given out and has not been heard.
                let waiting = info.num_pending + info.num_ack_pending as u64;
                gauge!("epupns_listener_pending", "schema" => self.schema).set(waiting as f64);
                looked = Some(Instant::now());
            }
            let fetch = durable.fetch().max_messages(FETCHED.max(2 * most)).max_bytes(FETCHED_BYTES);
            let mut fetched = fetch.expires(WAIT).messages().await?;
            loop {
                let message = tokio::select! {
                    () = stop.cancelled() => {
                        self.hand_back(&mut fetched).await;
                        return Ok(());
                    }
                    message = fetched.next() => message,
                };
                let Some(message) = message else { break };
                let message = match message {
                    Ok(message) => message,
                    Err(error) if is_full(&error) => break,
                    Err(error) => anyhow::bail!("fetching events: {error}"),
                };
                let (batch, failed) = match most {
                    1 => gather(message, &mut fetched, LOOKED_AT, Duration::ZERO).await,
                    most => gather(message, &mut fetched, most, LINGER).await,
                };
                if let Err(error) = self.handle(batch).await {
                    self.hand_back(&mut fetched).await;
                    return Err(error);
                }
                if let Some(error) = failed {
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Gives the rest of a fetch back at once, so that it is not held until its ack is overdue.
    async fn hand_back(&self, fetched: &mut (impl Stream<Item = Result<Message, impl Sized>> + Unpin)) {
        while let Ok(Some(message)) = tokio::time::timeout(AFTER_FAILURE, fetched.next()).await {
            let Ok(message) = message else { return };
            if message.ack_with(AckKind::Nak(Some(AFTER_FAILURE))).await.is_err() {
                return;
            }
        }
    }

    /// What is not what it says is set aside, the rest is heard.
    async fn handle(&self, messages: Vec<Message>) -> anyhow::Result<()> {
        let mut known = Vec::with_capacity(messages.len());
        let mut events = Vec::with_capacity(messages.len());
        let (mut strange, mut suspects) = (Vec::new(), Vec::new());
        for message in messages {
            match Heard::from_message(&message) {
                Ok(event) => {
                    events.push(event);
                    known.push(message);
                }
                Err(suspect) => {
                    suspects.push(*suspect);
                    strange.push(message);
                }
            }
        }
        if !strange.is_empty() {
            if let Err(error) = self.hearing.set_aside(suspects).await {
                leave(strange.iter().chain(&known)).await;
                return Err(error.into());
            }
            for message in &strange {
                ack(message, AckKind::Term).await?;
            }
        }
        if events.is_empty() {
            return Ok(());
        }
        let span = span_of(&events, &known);
        let heard: Vec<_> = events.iter().map(|event| (event.message_name.clone(), event.occurred_at)).collect();
        match self.hearing.hear(events).instrument(span).await {
            Ok(fates) => {
                for ((message, (name, occurred_at)), fate) in known.iter().zip(heard).zip(fates) {
                    let kind = match fate {
                        Fate::Done => {
                            counter!("epupns_events_heard_total", "schema" => self.schema, "message" => label(&name))
                                .increment(1);
                            let lag = (self.clock.now() - occurred_at).as_seconds_f64().max(0.0);
                            histogram!("epupns_listener_lag_seconds", "schema" => self.schema).record(lag);
                            AckKind::Ack
                        }
                        Fate::Later(refusals) => AckKind::Nak(Some(backoff(refusals.max(impatience(message))))),
                    };
                    ack(message, kind).await?;
                }
                Ok(())
            }
            Err(error) => {
                leave(known.iter()).await;
                Err(error.into())
            }
        }
    }
}

/// No event's fault: the database is away. Leaves the messages, to look again after a pause.
async fn leave<'a>(messages: impl Iterator<Item = &'a Message>) {
    for message in messages {
        ack(message, AckKind::Nak(Some(AFTER_FAILURE))).await.ok();
    }
}

/// Whether a fetch ended since what comes next would be too much at once: the server says that as it says errors.
#[must_use]
pub fn is_full(error: &async_nats::Error) -> bool {
    let said = error.to_string();
    said.contains("MaxBytes") || said.contains("Batch Completed")
}

/// A message with those that are there behind it, and why there are no more if that is a failure.
async fn gather(
    first: Message,
    fetched: &mut (impl Stream<Item = Result<Message, async_nats::Error>> + Unpin),
    most: usize,
    linger: Duration,
) -> (Vec<Message>, Option<anyhow::Error>) {
    let mut bytes = first.payload.len();
    let mut batch = vec![first];
    let until = Instant::now() + linger;
    while batch.len() < most && bytes < BATCH_BYTES {
        match tokio::time::timeout_at(until, fetched.next()).await {
            Ok(Some(Ok(message))) => {
                bytes += message.payload.len();
                batch.push(message);
            }
            Ok(Some(Err(error))) if is_full(&error) => break,
            Ok(Some(Err(error))) => return (batch, Some(anyhow::anyhow!("fetching events: {error}"))),
            Ok(None) | Err(_) => break,
        }
    }
    (batch, None)
}

/// One event goes on in the trace of its cause; a batch has a trace of its own that names those of its causes.
fn span_of(events: &[Heard], messages: &[Message]) -> Span {
    let trace = |message: &Message| -> Option<String> {
        let headers = message.headers.as_ref()?;
        Some(headers.get(TRACE_PARENT)?.as_str().to_owned())
    };
    if let ([event], [message]) = (events, messages) {
        let span = tracing::info_span!(
            "hear", otel.name = format!("hear {}", event.message_name), otel.kind = "consumer",
            messaging.system = "nats", event_id = %event.event_id
        );
        propagation::continue_trace(&span, trace(message).as_deref());
        return span;
    }
    let span = tracing::info_span!(
        "hear",
        otel.kind = "consumer",
        messaging.system = "nats",
        messaging.batch.message_count = events.len()
    );
    for message in messages {
        propagation::link_trace(&span, trace(message).as_deref());
    }
    span
}

async fn ack(message: &Message, kind: AckKind) -> anyhow::Result<()> {
    message.ack_with(kind).await.map_err(|error| anyhow::anyhow!("acknowledging an event: {error}"))
}

/// The name in a metric: anybody can invent names, and each would be kept there for ever.
fn label(name: &str) -> &'static str {
    EVENTS.iter().find(|known| **known == name).copied().unwrap_or("other")
}

/// Who waits for a forerunner is refused by nobody, and comes ever more slowly all the same: a crowd of them would keep the listener
/// busy. Never slower than each 400 ms: when a forerunner comes late, after a crash, one follower may wait for the other.
fn impatience(message: &Message) -> u32 {
    let delivered = message.info().map_or(1, |info| info.delivered);
    u32::try_from(delivered - 1).unwrap_or_default().min(2)
}

/// 100 ms, 200 ms, ... at most 2 s: ten refusals take some 15 s.
fn backoff(refusals: u32) -> Duration {
    Duration::from_millis(100 << refusals.min(10)).min(Duration::from_secs(2))
}
