//! What somebody has written while signed in.

use chassis::{
    cursor::{self, CursorInvalid},
    vault::Sealer,
};
use kernel::PersonId;
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{App, status::Told};
use crate::store::statuses;

/// One page.
pub(crate) struct OwnTickets {
    /// Newest first.
    pub(crate) tickets: Vec<Told>,
    /// For the next page; `None` at the end.
    pub(crate) next_cursor: Option<String>,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub(crate) enum ListOwnTicketsError {
    /// Not a cursor that this person was given.
    #[error(transparent)]
    CursorInvalid(#[from] CursorInvalid),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for ListOwnTicketsError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// As a cursor carries it: nanoseconds, id.
type Kept = (i128, Uuid);

impl App {
    /// Lists a person's own tickets, at most 100.
    pub(crate) async fn list_own_tickets(
        &self,
        person: PersonId,
        page_size: u32,
        cursor: Option<&str>,
    ) -> Result<OwnTickets, ListOwnTicketsError> {
        let before = match cursor {
            // Nothing was opened later than that.
            None => (self.clock.now() + time::Duration::days(1), Uuid::max()),
            Some(text) => {
                let (at, id): Kept = cursor::open(&self.own_sealer(), person, text)?;
                (OffsetDateTime::from_unix_timestamp_nanos(at).map_err(|_| CursorInvalid)?, id)
            }
        };
        let mut connection = self.db.read().await?;
        let mut rows = statuses::list_own(&mut connection, person, before, i64::from(page_size) + 1).await?;
        let more = rows.len() > page_size as usize;
        rows.truncate(page_size as usize);
        let next_cursor = rows.last().filter(|_| more).map(|last| {
            let place: Kept = (last.opened_at.unix_timestamp_nanos(), last.ticket_id);
            cursor::seal(&self.own_sealer(), person, &place)
        });
        let mut tickets = Vec::with_capacity(rows.len());
        for row in rows {
            tickets.push(self.told(&mut connection, row).await?);
        }
        Ok(OwnTickets { tickets, next_cursor })
    }

    fn own_sealer(&self) -> Sealer {
        self.master_key.sealer("own-tickets-cursor")
    }
}
