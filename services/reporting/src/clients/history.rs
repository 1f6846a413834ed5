//! The history of events as the stream keeps it, through a consumer that exists while a rebuild runs.

use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream::{
    self, AckKind,
    consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull},
    stream::{ConsumerError, ConsumerErrorKind},
};
use chassis::events::{Heard, STREAM, SUBJECT_PREFIX};
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture};

use crate::app::ports::{History, Replay};

/// What the durable `reporting` hears too.
const HEARD: [&str; 2] = ["epupns.registration.v1", "epupns.verification.v1"];
/// NATS lets this service make, read and delete a consumer of this name and no other.
const CONSUMER: &str = "reporting_rebuild";
/// After so long an event is given again that is not live yet: at first soon, so that a moment's wait is enough; one that is
/// parked comes seldom.
const SOON: Duration = Duration::from_secs(1);
const SELDOM: Duration = Duration::from_secs(15);
/// What a process held that died is given again. Far longer than a batch takes; what is given too early is known again.
const OVERDUE: Duration = Duration::from_secs(10);
/// What is not live yet, or parked, is held by the stream and given again and again: room for a lot of it.
const HELD_AT_MOST: i64 = 10_000;

/// The stream EPUPNS.
#[derive(Clone, Debug)]
pub(crate) struct StreamHistory {
    stream: jetstream::Context,
}

impl StreamHistory {
    /// The history behind a connection to NATS.
    #[must_use]
    pub(crate) fn new(stream: jetstream::Context) -> Self {
        Self { stream }
    }

    /// The consumer of this rebuild: an older one's is of no use, it has skipped what this one needs.
    async fn consumer(&self, generation: i64) -> anyhow::Result<PullConsumer> {
        let wanted = config(generation);
        let found = self.stream.get_consumer_from_stream::<pull::Config, _, _>(CONSUMER, STREAM).await;
        match found {
            Ok(consumer) if consumer.cached_info().config.description == wanted.description => return Ok(consumer),
            Ok(_) => self.delete().await?,
            Err(error) if is_unknown(&error) => {}
            Err(error) => return Err(error).context("looking for a rebuild's consumer"),
        }
        let made = self.stream.create_consumer_on_stream(wanted, STREAM).await;
        made.context("making the consumer of a rebuild")
    }

    async fn delete(&self) -> anyhow::Result<()> {
        match self.stream.delete_consumer_from_stream(CONSUMER, STREAM).await {
            Ok(_) => Ok(()),
            Err(error) if is_unknown(&error) => Ok(()),
            Err(error) => Err(error).context("deleting a rebuild's consumer"),
        }
    }
}

fn is_unknown(error: &ConsumerError) -> bool {
    let unknown = jetstream::ErrorCode::CONSUMER_NOT_FOUND;
    matches!(error.kind(), ConsumerErrorKind::JetStream(error) if error.error_code() == unknown)
}

fn config(generation: i64) -> pull::Config {
    pull::Config {
        durable_name: Some(CONSUMER.to_owned()),
        description: Some(format!("rebuild {generation}")),
        deliver_policy: DeliverPolicy::All,
        ack_policy: AckPolicy::Explicit,
        ack_wait: OVERDUE,
        max_ack_pending: HELD_AT_MOST,
        filter_subjects: HEARD.iter().map(|package| format!("{SUBJECT_PREFIX}.{package}.>")).collect(),
        ..pull::Config::default()
    }
}

impl History for StreamHistory {
    fn replay(&self, generation: i64) -> BoxFuture<'_, anyhow::Result<Box<dyn Replay>>> {
        async move {
            let consumer = self.consumer(generation).await?;
            let replay: Box<dyn Replay> = Box::new(StreamReplay { consumer, unsettled: Vec::new() });
            Ok(replay)
        }
        .boxed()
    }

    fn forget(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        self.delete().boxed()
    }
}

struct StreamReplay {
    consumer: PullConsumer,
    unsettled: Vec<jetstream::Message>,
}

impl Replay for StreamReplay {
    fn next(&mut self, count: usize, patience: Duration) -> BoxFuture<'_, anyhow::Result<Vec<Heard>>> {
        async move {
            let mut batch = self.consumer.fetch().max_messages(count).expires(patience).messages().await?;
            let mut events = Vec::new();
            while let Some(message) = batch.next().await {
                let message = match message {
                    Ok(message) => message,
                    Err(error) if events.is_empty() => anyhow::bail!("fetching history: {error}"),
                    // What has come is settled first; a stream that is away says so again.
                    Err(_) => break,
                };
                match Heard::from_message(&message) {
                    Ok(event) => {
                        events.push(event);
                        self.unsettled.push(message);
                    }
                    // The listener drops it too: nobody of ours sent this.
                    Err(_) => acknowledge(&message, AckKind::Term).await?,
                }
            }
            Ok(events)
        }
        .boxed()
    }

    fn settle(&mut self, done: Vec<bool>) -> BoxFuture<'_, anyhow::Result<()>> {
        async move {
            for (message, done) in self.unsettled.drain(..).zip(done) {
                let kind = if done { AckKind::Ack } else { AckKind::Nak(Some(again(&message))) };
                acknowledge(&message, kind).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

async fn acknowledge(message: &jetstream::Message, kind: AckKind) -> anyhow::Result<()> {
    message.ack_with(kind).await.map_err(|error| anyhow::anyhow!("acknowledging history: {error}"))
}

fn again(message: &jetstream::Message) -> Duration {
    let given = message.info().map_or(1, |info| u32::try_from(info.delivered).unwrap_or(1));
    (SOON * (1 << given.saturating_sub(1).min(4))).min(SELDOM)
}
