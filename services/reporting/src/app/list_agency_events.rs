//! The feed over HTTP: the same events in the same order as over NATS, for agencies without it and for whoever missed some.

use kernel::{AgencyCode, Jurisdiction, Person};
use thiserror::Error;

use super::App;
use crate::store::{agency_counters, agency_events};

/// What is asked.
#[derive(Debug)]
pub(crate) struct ListEvents {
    /// Events after this number.
    pub(crate) after: u64,
    /// 1 to 1000.
    pub(crate) page_size: u32,
    /// The agency that the number belongs to, if the caller says so.
    pub(crate) agency_code: Option<String>,
}

/// A part of a feed.
#[derive(Debug)]
pub(crate) struct EventsPage {
    /// As they were told, without gaps.
    pub(crate) events: Vec<String>,
    /// The number of the last of them; that of the question when there is none.
    pub(crate) last: u64,
    /// The number of the feed's newest.
    pub(crate) newest: u64,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub(crate) enum ListEventsError {
    /// The caller has no agency.
    #[error("only an agency has a feed")]
    NoAgency,
    /// The number belongs to another agency.
    #[error("the number belongs to another agency's feed")]
    AgencyMismatch,
    /// No event has that number yet.
    #[error("the feed has not come so far")]
    SeqRange,
    /// Unexpected.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl App {
    /// Lists the events of the caller's own agency after a number.
    pub(crate) async fn list_agency_events(
        &self,
        person: &Person,
        command: ListEvents,
    ) -> Result<EventsPage, ListEventsError> {
        let Jurisdiction::Agency(agency) = &person.jurisdiction else { return Err(ListEventsError::NoAgency) };
        if command.agency_code.is_some_and(|code| code != agency.as_str()) {
            return Err(ListEventsError::AgencyMismatch);
        }
        let after = i64::try_from(command.after).map_err(|_| ListEventsError::SeqRange)?;
        let page = self.page(agency, after, i64::from(command.page_size)).await?;
        if command.after > page.newest { Err(ListEventsError::SeqRange) } else { Ok(page) }
    }

    async fn page(&self, agency: &AgencyCode, after: i64, limit: i64) -> anyhow::Result<EventsPage> {
        let mut connection = self.db.read().await?;
        let rows = agency_events::list(&mut connection, agency, after, limit).await?;
        // After the events: never below the last of them.
        let newest = agency_counters::newest(&mut connection, agency).await?;
        let last = rows.last().map_or(after, |(agency_seq, _)| *agency_seq);
        Ok(EventsPage {
            events: rows.into_iter().map(|(_, payload)| payload).collect(),
            last: last.unsigned_abs(),
            newest: newest.unsigned_abs(),
        })
    }
}
