//! The feed over NATS, as an agency's own program takes it: with its key, from its durable, under its inbox.

use std::time::Duration;

use async_nats::{
    ConnectOptions,
    jetstream::{self, consumer::PullConsumer},
};
use futures::StreamExt as _;
use serde_json::Value;
use stack::agency_user;
use tokio::time::timeout;

use super::AgencySystem;
use crate::World;

/// How agencies reach the stream of another account.
const DOMAIN: &str = "AGENCIES";
const STREAM: &str = "AGENCY_EVENTS";
const PATIENCE: Duration = Duration::from_secs(30);

/// An event as NATS delivers it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its subject.
    pub subject: String,
    /// `name: value` of its headers, sorted.
    pub headers: Vec<String>,
    /// The CloudEvent.
    pub event: Value,
}

impl Told {
    fn read(message: &async_nats::Message) -> Self {
        let headers = message.headers.iter().flat_map(async_nats::HeaderMap::iter);
        let mut headers: Vec<_> =
            headers.flat_map(|(name, values)| values.iter().map(move |value| format!("{name}: {value}"))).collect();
        headers.sort();
        let event = serde_json::from_slice(&message.payload).unwrap();
        Self { subject: message.subject.to_string(), headers, event }
    }
}

impl AgencySystem {
    /// The number that an event has in its feed.
    ///
    /// # Panics
    /// When it has none.
    #[must_use]
    pub fn sequence(event: &Value) -> u64 {
        event["agencyseq"].as_str().and_then(|digits| digits.parse().ok()).expect("decimal digits")
    }

    /// Takes so many events from the durable, from where it is, and acknowledges each. A repeated one is given once.
    ///
    /// # Panics
    /// When they do not come within 30 s.
    pub async fn take_from_nats(&self, world: &World, count: usize) -> Vec<Value> {
        self.told_over_nats(world, count).await.into_iter().map(|told| told.event).collect()
    }

    /// The same with all that a message has.
    ///
    /// # Panics
    /// When they do not come within 30 s.
    pub async fn told_over_nats(&self, world: &World, count: usize) -> Vec<Told> {
        let durable = self.durable(world).await;
        let mut events: Vec<Told> = Vec::new();
        let taking = async {
            while events.len() < count {
                let wanted = count - events.len();
                let batch = durable.fetch().max_messages(wanted).expires(Duration::from_secs(1)).messages().await;
                let mut batch = batch.unwrap();
                while let Some(message) = batch.next().await {
                    let message = message.unwrap();
                    let told = Told::read(&message);
                    message.double_ack().await.unwrap();
                    if events.last().is_none_or(|last| Self::sequence(&last.event) < Self::sequence(&told.event)) {
                        events.push(told);
                    }
                }
            }
        };
        let taken = timeout(PATIENCE, taking).await;
        assert!(taken.is_ok(), "{} of {count} events came from the durable of {}", events.len(), self.agency_code);
        events
    }

    /// Somebody inside puts a message into this agency's part of the stream, as reporting's own connection can.
    ///
    /// # Panics
    /// When the stream does not take it.
    pub async fn forge(&self, world: &World, entity: &str, fact: &str, event: &Value) {
        let servers = &world.stack.servers;
        let seed = std::fs::read_to_string(servers.secrets.nkey_seed("agency_feed").unwrap()).unwrap();
        let options = ConnectOptions::with_nkey(seed).custom_inbox_prefix("_INBOX.agency_feed");
        let stream = jetstream::new(options.connect(servers.nats.url()).await.unwrap());
        let subject = format!("epupns.v1.{}.{entity}.{fact}", self.agency_code);
        let sent = stream.publish(subject, event.to_string().into()).await.unwrap();
        sent.await.unwrap();
    }

    async fn durable(&self, world: &World) -> PullConsumer {
        let user = agency_user(&self.agency_code);
        let servers = &world.stack.servers;
        let seed = std::fs::read_to_string(servers.secrets.nkey_seed(&user).unwrap()).unwrap();
        let options = ConnectOptions::with_nkey(seed).custom_inbox_prefix(format!("_INBOX.{user}"));
        let client = options.connect(servers.nats.url()).await.expect("an agency that has a feed");
        let name = user.trim_start_matches("agency.");
        jetstream::with_domain(client, DOMAIN).get_consumer_from_stream(name, STREAM).await.unwrap()
    }
}
