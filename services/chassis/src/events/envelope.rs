//! What travels around a protobuf body: CloudEvents attributes as NATS headers (binary mode).

use async_nats::HeaderMap;
use prost::Name;
use thiserror::Error;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    SUBJECT_PREFIX,
    set_aside::{Disagreement, Suspect},
};

pub(super) const ID: &str = "ce-id";
const TYPE: &str = "ce-type";
const SOURCE: &str = "ce-source";
const SPEC: &str = "ce-specversion";
const TIME: &str = "ce-time";
const AGGREGATE: &str = "ce-aggregateid";
const VERSION: &str = "ce-aggregateversion";
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

    /// Who tells it: the service's name in the package.
    pub(super) fn publisher(&self) -> &str {
        self.source().split('.').nth(1).unwrap_or_default()
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

    /// Reads an event as the stream hands it over. It is what its subject says, the one thing that the server guards; the
    /// headers add an id, a version and a time.
    ///
    /// # Errors
    /// It is none of ours, or a header says another thing than the subject.
    pub fn from_message(message: &async_nats::Message) -> Result<Self, Box<Suspect>> {
        read(message).map_err(|disagreement| Box::new(suspect(message, disagreement)))
    }
}

fn read(message: &async_nats::Message) -> Result<Heard, Disagreement> {
    let (message_name, about) = said_by(&message.subject).ok_or(Disagreement::Subject)?;
    let header = |name: &str| Some(message.headers.as_ref()?.get(name)?.as_str());
    let id = |name: &str| header(name).and_then(|id| Uuid::parse_str(id).ok());
    let event_id = id(ID).ok_or(Disagreement::Envelope)?;
    let occurred_at = header(TIME).and_then(|time| OffsetDateTime::parse(time, &Rfc3339).ok());
    let aggregate = match (header(AGGREGATE), header(VERSION)) {
        (Some(_), Some(version)) => {
            let version = version.parse().ok().filter(|version| *version > 0).ok_or(Disagreement::Envelope)?;
            Some(Aggregate { id: id(AGGREGATE).ok_or(Disagreement::Envelope)?, version })
        }
        (None, None) => None,
        _ => return Err(Disagreement::Envelope),
    };
    let event = Heard {
        event_id,
        message_name: message_name.to_owned(),
        aggregate,
        occurred_at: occurred_at.ok_or(Disagreement::Envelope)?,
        payload: message.payload.to_vec(),
    };
    if header(TYPE) != Some(message_name) {
        return Err(Disagreement::Type);
    }
    if header(SOURCE).and_then(|source| source.strip_prefix(OURS)) != Some(event.publisher()) {
        return Err(Disagreement::Source);
    }
    if aggregate.map_or(event_id, |aggregate| aggregate.id) != about {
        return Err(Disagreement::Aggregate);
    }
    Ok(event)
}

/// The message and what it is about: `epupns.internal.epupns.<service>.v1.<Message>.<id>`.
fn said_by(subject: &str) -> Option<(&str, Uuid)> {
    let (message_name, about) = subject.strip_prefix(SUBJECT_PREFIX)?.strip_prefix('.')?.rsplit_once('.')?;
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let ours = message_name.split('.').count() == 4 && message_name.split('.').all(is_word);
    ours.then_some((message_name, Uuid::parse_str(about).ok()?))
}

/// Also of a subject that is none of ours it is the publisher's word that the server has let pass.
fn suspect(message: &async_nats::Message, disagreement: Disagreement) -> Suspect {
    let publisher = message.subject.strip_prefix(SUBJECT_PREFIX).and_then(|rest| rest.split('.').nth(2));
    let publisher = publisher.filter(|name| name.len() <= 63 && name.chars().all(|letter| letter.is_ascii_lowercase()));
    let event_id = message.headers.as_ref().and_then(|headers| headers.get(ID));
    Suspect {
        disagreement,
        publisher: publisher.unwrap_or("unknown").to_owned(),
        // PostgreSQL has no place for that letter.
        subject: message.subject.replace('\0', "\u{fffd}"),
        event_id: event_id.and_then(|id| Uuid::parse_str(id.as_str()).ok()),
        event: None,
        payload: message.payload.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Heard {
        Heard {
            event_id: Uuid::from_u128(1),
            message_name: "epupns.registration.v1.RegistrationConfirmed".to_owned(),
            aggregate: Some(Aggregate { id: Uuid::from_u128(2), version: 3 }),
            occurred_at: OffsetDateTime::UNIX_EPOCH,
            payload: b"body".to_vec(),
        }
    }

    fn message(event: &Heard) -> async_nats::Message {
        async_nats::Message {
            subject: event.subject().into(),
            reply: None,
            payload: event.payload.clone().into(),
            headers: Some(event.headers("epupns/registration", None)),
            status: None,
            description: None,
            length: 0,
        }
    }

    fn with(header: &str, value: &str) -> async_nats::Message {
        let mut message = message(&event());
        message.headers.as_mut().unwrap().insert(header, value);
        message
    }

    #[test]
    fn what_the_relay_publishes_is_heard_as_it_was_told() {
        for told in [event(), Heard { aggregate: None, ..event() }] {
            let heard = Heard::from_message(&message(&told)).ok().unwrap();
            assert_eq!((heard.event_id, heard.aggregate), (told.event_id, told.aggregate));
            assert_eq!((heard.message_name, heard.payload), (told.message_name, told.payload));
            assert_eq!(heard.occurred_at, told.occurred_at);
        }
    }

    #[test]
    fn a_header_that_says_another_thing_than_the_subject_makes_an_event_nobodys() {
        for (header, value, disagreement) in [
            (TYPE, "epupns.registration.v1.RegistrationRejected", Disagreement::Type),
            (TYPE, "epupns.verification.v1.RegistrationConfirmed", Disagreement::Type),
            (TYPE, "", Disagreement::Type),
            (SOURCE, "epupns/verification", Disagreement::Source),
            (SOURCE, "registration", Disagreement::Source),
            (AGGREGATE, "00000000-0000-0000-0000-000000000009", Disagreement::Aggregate),
            (AGGREGATE, "9", Disagreement::Envelope),
            (VERSION, "0", Disagreement::Envelope),
            (VERSION, "-1", Disagreement::Envelope),
            (VERSION, "99999999999999999999", Disagreement::Envelope),
            (ID, "", Disagreement::Envelope),
            (TIME, "yesterday", Disagreement::Envelope),
        ] {
            let suspect = Heard::from_message(&with(header, value)).err().unwrap();
            assert_eq!(suspect.disagreement, disagreement, "{header}: {value}");
            assert_eq!(suspect.publisher, "registration");
        }
        let bare = async_nats::Message { headers: None, ..message(&event()) };
        assert_eq!(Heard::from_message(&bare).err().unwrap().disagreement, Disagreement::Envelope);
        let mut unversioned = message(&event());
        let headers = event().headers("epupns/registration", None);
        let kept = headers.iter().filter(|(name, _)| name.to_string() != VERSION);
        unversioned.headers = Some(kept.map(|(name, values)| (name.clone(), values[0].clone())).collect());
        assert_eq!(Heard::from_message(&unversioned).err().unwrap().disagreement, Disagreement::Envelope);
    }

    #[test]
    fn the_same_headers_on_another_subject_are_nobodys() {
        let about = Uuid::from_u128(2);
        for (subject, disagreement, publisher) in [
            (
                format!("epupns.internal.epupns.helpdesk.v1.RegistrationConfirmed.{about}"),
                Disagreement::Type,
                "helpdesk",
            ),
            (format!("epupns.internal.epupns.helpdesk.v1.TicketResolved.{about}"), Disagreement::Type, "helpdesk"),
            (format!("epupns.internal.epupns.helpdesk.v1.a.b.{about}"), Disagreement::Subject, "helpdesk"),
            (format!("epupns.internal.epupns.helpdesk.v1.a\0.{about}"), Disagreement::Subject, "helpdesk"),
            ("epupns.internal.epupns.helpdesk.v1.TicketResolved".to_owned(), Disagreement::Subject, "helpdesk"),
            ("epupns.internal.x".to_owned(), Disagreement::Subject, "unknown"),
            ("elsewhere".to_owned(), Disagreement::Subject, "unknown"),
        ] {
            let forged = async_nats::Message { subject: subject.clone().into(), ..message(&event()) };
            let suspect = Heard::from_message(&forged).err().unwrap();
            assert_eq!((suspect.disagreement, suspect.publisher.as_str()), (disagreement, publisher), "{subject}");
            assert!(!suspect.subject.contains('\0'));
        }
    }
}
