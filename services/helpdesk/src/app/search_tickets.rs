//! What waits within the officer's jurisdiction, most urgent first. Nothing of what people wrote stands in the list.

use chassis::{
    cursor::{self, CursorInvalid},
    vault::Sealer,
};
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{App, desk::Officer};
use crate::store::waiting::{self, Entry, Filter, Place};

/// What is asked.
#[derive(Debug)]
pub(crate) struct SearchTickets {
    /// All, or one number or type.
    pub(crate) filter: Filter,
    /// 1 to 100.
    pub(crate) page_size: u32,
    /// From the page before.
    pub(crate) cursor: Option<String>,
}

/// One page.
pub(crate) struct TicketsPage {
    /// Most urgent first.
    pub(crate) entries: Vec<Entry>,
    /// For the next page; `None` at the end.
    pub(crate) next_cursor: Option<String>,
    /// When it was read: what is due then is overdue, a claim that ends later is live.
    pub(crate) at: OffsetDateTime,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub(crate) enum SearchTicketsError {
    /// Not a cursor that this person was given.
    #[error(transparent)]
    CursorInvalid(#[from] CursorInvalid),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for SearchTicketsError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// As a cursor carries it: nanoseconds, id.
type Kept = (i128, Uuid);

const START: Place = (OffsetDateTime::UNIX_EPOCH, Uuid::nil());

impl App {
    /// Lists what waits.
    pub(crate) async fn search_tickets(
        &self,
        officer: &Officer,
        command: SearchTickets,
    ) -> Result<TicketsPage, SearchTicketsError> {
        let person = officer.person.person_id;
        let after = match &command.cursor {
            None => START,
            Some(text) => {
                let (at, id): Kept = cursor::open(&self.waiting_sealer(), person, text)?;
                (OffsetDateTime::from_unix_timestamp_nanos(at).map_err(|_| CursorInvalid)?, id)
            }
        };
        let mut connection = self.db.read().await?;
        let limit = i64::from(command.page_size) + 1;
        let mut entries = waiting::list(&mut connection, &officer.scope, &command.filter, after, limit).await?;
        let more = entries.len() > command.page_size as usize;
        entries.truncate(command.page_size as usize);
        let next_cursor = entries.last().filter(|_| more).map(|last| {
            let place: Kept = (last.due_at.unix_timestamp_nanos(), last.ticket_id);
            cursor::seal(&self.waiting_sealer(), person, &place)
        });
        Ok(TicketsPage { entries, next_cursor, at: self.clock.now() })
    }

    fn waiting_sealer(&self) -> Sealer {
        self.master_key.sealer("waiting-tickets-cursor")
    }
}
