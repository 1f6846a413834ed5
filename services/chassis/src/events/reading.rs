//! Reading a message of the stream: an event is what its subject says, the one thing that the server guards.

use prost::{
    bytes::Buf as _,
    encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field},
};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    SUBJECT_PREFIX,
    envelope::{AGGREGATE, Aggregate, Heard, ID, OURS, SOURCE, TIME, TYPE, VERSION},
    set_aside::{Disagreement, Suspect},
};

impl Heard {
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
    // In UTC, as the database counts it: near the end of year 9999 not every time has one.
    let occurred_at = header(TIME).and_then(|time| OffsetDateTime::parse(time, &Rfc3339).ok());
    let occurred_at = occurred_at.and_then(|time| time.checked_to_offset(UtcOffset::UTC));
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
    let says_otherwise = aggregate.is_some() && about_by_body(&event.payload).is_some_and(|told| told != about);
    if says_otherwise || aggregate.map_or(event_id, |aggregate| aggregate.id) != about {
        return Err(Disagreement::Aggregate);
    }
    Ok(event)
}

/// What a body says that it is about: an event of an aggregate names it in its first field, or in the first field of that (its teller
/// is held to that). `None` where it says nothing that can be read so.
pub(super) fn about_by_body(body: &[u8]) -> Option<Uuid> {
    let first = first_field(body)?;
    let id = |bytes: &[u8]| std::str::from_utf8(bytes).ok().and_then(|text| Uuid::try_parse(text).ok());
    id(first).or_else(|| id(first_field(first)?))
}

/// The bytes of field 1, which is a text or a message. The last one counts where there are several, as for whoever decodes it.
fn first_field(mut body: &[u8]) -> Option<&[u8]> {
    let mut first = None;
    while body.has_remaining() {
        let (tag, wire_type) = decode_key(&mut body).ok()?;
        if (tag, wire_type) == (1, WireType::LengthDelimited) {
            let length = usize::try_from(decode_varint(&mut body).ok()?).ok()?;
            let (field, rest) = body.split_at_checked(length)?;
            (first, body) = (Some(field), rest);
        } else {
            skip_field(wire_type, tag, &mut body, DecodeContext::default()).ok()?;
        }
    }
    first
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
    use prost::Message as _;
    use proto::{
        registration::v1::RegistrationConfirmed,
        verification::v1::{DossierCompleted, DossierRef},
    };

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
            (TIME, "9999-12-31T23:59:59-01:00", Disagreement::Envelope),
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
    fn a_body_about_another_aggregate_than_its_subject_is_nobodys() {
        let [mine, another] = [Uuid::from_u128(2), Uuid::from_u128(9)].map(|id| id.to_string());
        let told = |id: &str| RegistrationConfirmed { registration_id: id.to_owned(), ..Default::default() };
        let nested = |id: &str| DossierCompleted {
            dossier: Some(DossierRef { dossier_id: id.to_owned(), ..Default::default() }),
            ..Default::default()
        };
        let read = |payload: Vec<u8>| {
            let read = Heard::from_message(&message(&Heard { payload, ..event() }));
            read.map(|_| ()).map_err(|suspect| suspect.disagreement)
        };
        let [direct, within] = [told(&mine).encode_to_vec(), nested(&mine).encode_to_vec()];
        assert_eq!((read(direct.clone()), read(within.clone())), (Ok(()), Ok(())));
        for forged in [
            told(&another).encode_to_vec(),
            nested(&another).encode_to_vec(),
            // Whoever decodes it takes the last one.
            [direct, told(&another).encode_to_vec()].concat(),
            [within, nested(&another).encode_to_vec()].concat(),
        ] {
            assert_eq!(read(forged), Err(Disagreement::Aggregate));
        }
        // What says nothing of it is its listener's to refuse.
        for silent in [Vec::new(), b"no message".to_vec(), told("7").encode_to_vec()] {
            assert_eq!(read(silent), Ok(()));
        }
        let batch = Heard { aggregate: None, payload: told(&another).encode_to_vec(), ..event() };
        assert!(Heard::from_message(&message(&batch)).is_ok(), "an event without an aggregate is about its own id");
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
