//! `epupns parked discard`: what nobody has written waits no more.

use std::collections::{BTreeMap, HashSet};

use anyhow::{bail, ensure};
use chassis::{grpc::outgoing, wire::instant};
use proto::operations::v1::{
    DiscardParkedEventsRequest, FindWrittenEventsRequest, ListParkedEventsRequest, ParkedEvent,
};
use time::OffsetDateTime;

use super::OwnerDoor;
use operator::answered;

/// Events in one request.
const PAGE: u16 = 500;

/// What is parked of one publisher.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    /// Ids of those that it has not written.
    invented: Vec<String>,
    /// How many it has.
    written: usize,
    /// How many happened before what it remembers.
    forgotten: usize,
}

/// Says what nobody has written, and sets it aside when there is as much as was expected.
pub(super) async fn run(door: &OwnerDoor, expect: Option<usize>) -> anyhow::Result<()> {
    let service = door.service.name();
    let mut parked: BTreeMap<String, Vec<ParkedEvent>> = BTreeMap::new();
    for event in list(door).await? {
        parked.entry(event.publisher.clone()).or_default().push(event);
    }
    let mut told = BTreeMap::new();
    for (publisher, events) in &parked {
        told.insert(publisher.as_str(), ask(door, publisher, events).await?);
    }
    eprint!("{}", described(service, &told));
    let invented = told.values().map(|told| told.invented.len()).sum::<usize>();
    match expect {
        _ if invented == 0 => println!("0 events discarded"),
        None => println!(
            "nothing is changed; to set them aside: epupns parked discard --service {service} --expect {invented}"
        ),
        Some(expected) if expected == invented => {
            let discarded = discard(door, &told).await?;
            println!("{discarded} events discarded");
        }
        Some(expected) => bail!(
            "{expected} were expected and there are {invented}; nothing is changed\nremedy: look at them again: \
             epupns parked discard --service {service}"
        ),
    }
    Ok(())
}

async fn list(door: &OwnerDoor) -> anyhow::Result<Vec<ParkedEvent>> {
    let (mut client, mut all, mut page_token) = (door.open()?, Vec::new(), String::new());
    loop {
        let request = ListParkedEventsRequest { page_size: PAGE.into(), page_token };
        let page = answered(door.service.name(), client.list_parked_events(outgoing(request))).await?;
        all.extend(page.events);
        if page.next_page_token.is_empty() {
            return Ok(all);
        }
        page_token = page.next_page_token;
    }
}

async fn ask(door: &OwnerDoor, publisher: &str, events: &[ParkedEvent]) -> anyhow::Result<Told> {
    let (mut client, mut told) = (door.open_publisher(publisher)?, Told::default());
    for page in events.chunks(PAGE.into()) {
        let request = FindWrittenEventsRequest { event_ids: page.iter().map(|event| event.event_id.clone()).collect() };
        let answer = answered(publisher, client.find_written_events(outgoing(request))).await?;
        let since = answer.remembers_since.as_ref().and_then(instant);
        ensure!(since.is_some(), "{publisher} does not say since when it remembers");
        told.judge(page, &answer.event_ids.into_iter().collect(), since);
    }
    Ok(told)
}

impl Told {
    fn judge(&mut self, events: &[ParkedEvent], written: &HashSet<String>, since: Option<OffsetDateTime>) {
        for event in events {
            let happened = event.occurred_at.as_ref().and_then(instant);
            if written.contains(&event.event_id) {
                self.written += 1;
            } else if happened.zip(since).is_some_and(|(happened, since)| happened >= since) {
                self.invented.push(event.event_id.clone());
            } else {
                self.forgotten += 1;
            }
        }
    }
}

fn described(service: &str, told: &BTreeMap<&str, Told>) -> String {
    let mut text = String::new();
    for (publisher, Told { invented, written, forgotten }) in told {
        let invented = invented.len();
        text += &format!("{service} has parked of {publisher}: {invented} that it has not written");
        text += &format!(", {written} that it has written (they stay: `parked replay`)");
        if *forgotten > 0 {
            text += &format!(", {forgotten} older than it remembers (they stay: nobody can tell)");
        }
        text.push('\n');
    }
    text
}

async fn discard(door: &OwnerDoor, told: &BTreeMap<&str, Told>) -> anyhow::Result<u64> {
    let (mut client, mut discarded) = (door.open()?, 0);
    for (publisher, told) in told {
        for page in told.invented.chunks(PAGE.into()) {
            let request = DiscardParkedEventsRequest { publisher: (*publisher).to_owned(), event_ids: page.to_vec() };
            let answer = answered(door.service.name(), client.discard_parked_events(outgoing(request))).await?;
            discarded += u64::from(answer.discarded);
        }
    }
    Ok(discarded)
}

#[cfg(test)]
mod tests {
    use prost_types::Timestamp;

    use super::*;

    #[test]
    fn invented_is_what_its_publisher_would_remember_and_does_not() {
        let event = |id: &str, seconds| ParkedEvent {
            event_id: id.to_owned(),
            occurred_at: Some(Timestamp { seconds, nanos: 0 }),
            ..ParkedEvent::default()
        };
        let undated = ParkedEvent { event_id: "undated".to_owned(), ..ParkedEvent::default() };
        let events = [event("true", 200), event("invented", 100), event("old", 99), event("old and true", 1), undated];
        let written = ["true", "old and true"].map(str::to_owned).into();
        let mut told = Told::default();
        told.judge(&events, &written, OffsetDateTime::from_unix_timestamp(100).ok());
        assert_eq!(told, Told { invented: vec!["invented".to_owned()], written: 2, forgotten: 2 });
        let text = described("identity", &BTreeMap::from([("registration", told)]));
        assert_eq!(
            text,
            "identity has parked of registration: 1 that it has not written, 2 that it has written (they stay: `parked \
             replay`), 2 older than it remembers (they stay: nobody can tell)\n"
        );
    }
}
