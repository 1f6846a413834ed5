//! What travels around a protobuf body: CloudEvents attributes as NATS headers (binary mode).

use async_nats::HeaderMap;
use prost::Name;
use thiserror::Error;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::SUBJECT_PREFIX;

pub(super) const ID: &str = "ce-id";
pub(super) const TYPE: &str = "ce-type";
pub(super) const SOURCE: &str = "ce-source";
const SPEC: &str = "ce-specversion";
pub(super) const TIME: &str = "ce-time";
pub(super) const AGGREGATE: &str = "ce-aggregateid";
pub(super) const VERSION: &str = "ce-aggregateversion";
/// What a publisher's name follows in [`SOURCE`].
pub(super) const OURS: &str = "epupns/";
/// W3C trace context, in NATS headers and in the outbox.
pub(super) const TRACE_PARENT: &str = "traceparent";

/// Which thing changed, and its how-manieth change this is, counted from 1 without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// P0: appears in the subject.
    pub id: Uuid,
    /// 1, 2, 3, ...
    pub version: i64,
}

/// An event as a listener gets it.
#[derive(Clone)]
pub struct Heard {
    /// Unique; the same when delivered again.
    pub event_id: Uuid,
    /// Full protobuf name, e.g. `epupns.registration.v1.RegistrationSubmitted`.
    pub message_name: String,
    /// What it is about; `None` for batches.
    pub aggregate: Option<Aggregate>,
    /// When it happened.
    pub occurred_at: OffsetDateTime,
    /// The protobuf body.
    pub payload: Vec<u8>,
}

/// Who tells a message: the service's name in its package.
pub(super) fn publisher_of(message_name: &str) -> &str {
    message_name.split('.').nth(1).unwrap_or_default()
}

/// The body is not the message that the subject names.
#[derive(Debug, Error)]
#[error("the body of {message_name} cannot be read")]
pub(super) struct Unreadable {
    message_name: String,
    source: prost::DecodeError,
}

impl Heard {
    /// The body as the message that a listener expects; `None` when this is another message.
    ///
    /// # Errors
    /// The name fits and the bytes do not.
    pub fn decode<M: Name + Default>(&self) -> anyhow::Result<Option<M>> {
        // Asked of every event for every message that is known: without making the name anew each time.
        let package = self.message_name.strip_prefix(M::PACKAGE).and_then(|rest| rest.strip_prefix('.'));
        if package != Some(M::NAME) {
            return Ok(None);
        }
        let read = M::decode(self.payload.as_slice());
        read.map(Some).map_err(|source| Unreadable { message_name: self.message_name.clone(), source }.into())
    }

    /// Who counts the aggregate's versions: the package of the message.
    #[must_use]
    pub fn source(&self) -> &str {
        self.message_name.rsplit_once('.').map_or("", |(package, _)| package)
    }

    /// Who tells it.
    pub(super) fn publisher(&self) -> &str {
        publisher_of(&self.message_name)
    }

    pub(super) fn subject(&self) -> String {
        let last = self.aggregate.map_or(self.event_id, |aggregate| aggregate.id);
        format!("{SUBJECT_PREFIX}.{}.{last}", self.message_name)
    }

    pub(super) fn headers(&self, source: &str, trace_parent: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let id = self.event_id.to_string();
        headers.insert(async_nats::header::NATS_MESSAGE_ID, id.as_str());
        headers.insert(ID, id.as_str());
        headers.insert(TYPE, self.message_name.as_str());
        headers.insert(SOURCE, source);
        headers.insert(SPEC, "1.0");
        headers.insert(TIME, self.occurred_at.format(&Rfc3339).unwrap_or_default());
        if let Some(aggregate) = self.aggregate {
            headers.insert(AGGREGATE, aggregate.id.to_string());
            headers.insert(VERSION, aggregate.version.to_string());
        }
        if let Some(trace_parent) = trace_parent {
            headers.insert(TRACE_PARENT, trace_parent);
        }
        headers
    }
}
