//! The stream AGENCY_EVENTS, in NATS' account AGENCIES.

use anyhow::Context as _;
use async_nats::{HeaderMap, header::NATS_MESSAGE_ID, jetstream};
use futures::future::BoxFuture;
use uuid::Uuid;

use crate::app::ports::AgencyStream;

/// CloudEvents' structured mode: the whole event is the body.
const CONTENT_TYPE: (&str, &str) = ("content-type", "application/cloudevents+json");

/// JetStream under the feed's own user.
pub(crate) struct NatsAgencyStream {
    jetstream: jetstream::Context,
}

impl NatsAgencyStream {
    /// Publishes over this connection.
    #[must_use]
    pub(crate) fn new(jetstream: jetstream::Context) -> Self {
        Self { jetstream }
    }
}

impl AgencyStream for NatsAgencyStream {
    fn publish<'a>(&'a self, subject: String, event_id: Uuid, event: &'a str) -> BoxFuture<'a, anyhow::Result<()>> {
        Box::pin(async move {
            let mut headers = HeaderMap::new();
            headers.insert(NATS_MESSAGE_ID, event_id.to_string());
            headers.insert(CONTENT_TYPE.0, CONTENT_TYPE.1);
            let body = event.to_owned().into();
            let sent = self.jetstream.publish_with_headers(subject, headers, body).await.context("publishing")?;
            sent.await.context("waiting for the stream's acknowledgement")?;
            Ok(())
        })
    }
}
