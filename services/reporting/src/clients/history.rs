//! The history of events as the stream keeps it, through a consumer that only rebuilds use.

use std::time::Duration;

use anyhow::Context as _;
use async_nats::jetstream::{
    self, AckKind,
    consumer::{PullConsumer, pull},
    response::Response,
    stream::{ConsumerError, ConsumerErrorKind},
};
use chassis::events::{FETCHED_BYTES, Heard, STREAM, is_full};
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture};
use serde::{Deserialize, Serialize};

use crate::app::ports::{History, Replay, Whence};

/// Made by `epupns streams provision`. NATS lets this service wind it back and take from it, and make none.
const CONSUMER: &str = "reporting_rebuild";
/// After so long an event is given again that is not live yet: at first soon, so that a moment's wait is enough; one that is
/// parked comes seldom.
const SOON: Duration = Duration::from_secs(1);
const SELDOM: Duration = Duration::from_secs(15);

/// The stream EPUPNS.
#[derive(Clone, Debug)]
pub(crate) struct StreamHistory {
    stream: jetstream::Context,
}

#[derive(Serialize)]
struct WindBack {
    /// The first sequence of the stream to be given next.
    seq: u64,
}

#[derive(Deserialize)]
struct WoundBack {}

impl StreamHistory {
    /// The history behind a connection to NATS.
    #[must_use]
    pub(crate) fn new(stream: jetstream::Context) -> Self {
        Self { stream }
    }

    async fn consumer(&self) -> Result<PullConsumer, ConsumerError> {
        self.stream.get_consumer_from_stream::<pull::Config, _, _>(CONSUMER, STREAM).await
    }

    /// Nothing was given and nothing is held: as if it were made anew.
    async fn wind_back(&self) -> anyhow::Result<()> {
        let subject = format!("CONSUMER.RESET.{STREAM}.{CONSUMER}");
        let answer = self.stream.request(subject, &WindBack { seq: 1 }).await;
        match answer.context("winding a rebuild's consumer back")? {
            Response::Ok(WoundBack {}) => Ok(()),
            Response::Err { error } => Err(error).context("winding a rebuild's consumer back"),
        }
    }
}

fn is_unknown(error: &ConsumerError) -> bool {
    let unknown = jetstream::ErrorCode::CONSUMER_NOT_FOUND;
    matches!(error.kind(), ConsumerErrorKind::JetStream(error) if error.error_code() == unknown)
}

impl History for StreamHistory {
    fn replay(&self, whence: Whence) -> BoxFuture<'_, anyhow::Result<Box<dyn Replay>>> {
        async move {
            let consumer = self
                .consumer()
                .await
                .with_context(|| format!("looking for the consumer {CONSUMER}; `epupns streams provision` makes it"))?;
            if whence == Whence::Start {
                self.wind_back().await?;
            }
            let replay: Box<dyn Replay> = Box::new(StreamReplay { consumer, unsettled: Vec::new() });
            Ok(replay)
        }
        .boxed()
    }

    fn forget(&self) -> BoxFuture<'_, anyhow::Result<()>> {
        async move {
            match self.consumer().await {
                Ok(_) => self.wind_back().await,
                // An unknown one is not asked: nobody would answer.
                Err(error) if is_unknown(&error) => Ok(()),
                Err(error) => Err(error).context("looking for a rebuild's consumer"),
            }
        }
        .boxed()
    }
}

struct StreamReplay {
    consumer: PullConsumer,
    unsettled: Vec<jetstream::Message>,
}

impl Replay for StreamReplay {
    fn next(&mut self, count: usize, patience: Duration) -> BoxFuture<'_, anyhow::Result<Vec<Heard>>> {
        async move {
            let fetch = self.consumer.fetch().max_messages(count).max_bytes(FETCHED_BYTES);
            let mut batch = fetch.expires(patience).messages().await?;
            let mut events = Vec::new();
            while let Some(message) = batch.next().await {
                let message = match message {
                    Ok(message) => message,
                    Err(error) if is_full(&error) => break,
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
