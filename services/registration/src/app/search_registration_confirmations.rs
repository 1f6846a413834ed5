//! The verifier's list: what waits for confirmation within the verifier's scope.

use kernel::Person;
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    App,
    tokens::{self, Cursor},
};
use crate::store::waiting_confirmations::{self, Filter, Waiting};

/// What is asked.
#[derive(Debug)]
pub struct SearchConfirmations {
    /// All, or one number or NIP.
    pub filter: Filter,
    /// 1 to 100.
    pub page_size: u32,
    /// From the page before.
    pub cursor: Option<String>,
}

/// One page.
pub struct ConfirmationsPage {
    /// Oldest due first.
    pub waiting: Vec<Waiting>,
    /// For the next page; `None` at the end.
    pub next_cursor: Option<String>,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub enum SearchError {
    /// Not a cursor that this person was given.
    #[error("cursor invalid")]
    CursorInvalid,
    /// Unexpected.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl App {
    /// Lists what waits within the person's scope.
    ///
    /// # Errors
    /// See [`SearchError`].
    pub async fn search_registration_confirmations(
        &self,
        person: &Person,
        command: SearchConfirmations,
    ) -> Result<ConfirmationsPage, SearchError> {
        let start = (OffsetDateTime::UNIX_EPOCH, Uuid::nil());
        let after = command.cursor.map_or(Ok(start), |cursor| self.place(person, &cursor))?;
        let mut connection = self.db.read().await.map_err(anyhow::Error::from)?;
        let page_size = command.page_size as usize;
        let limit = i64::from(command.page_size) + 1;
        let scope = person.scope().into();
        let waiting = waiting_confirmations::list(&mut connection, &scope, &command.filter, after, limit).await;
        let mut waiting = waiting.map_err(anyhow::Error::from)?;
        let more = waiting.len() > page_size;
        waiting.truncate(page_size);
        let last = waiting.last().filter(|_| more);
        let next_cursor = last.map(|last| {
            let cursor = Cursor::new(person.person_id, last.due_at, last.registration_id);
            tokens::seal(&self.cursor_sealer(), &cursor)
        });
        Ok(ConfirmationsPage { waiting, next_cursor })
    }

    fn place(&self, person: &Person, cursor: &str) -> Result<(OffsetDateTime, Uuid), SearchError> {
        let cursor: Option<Cursor> = tokens::open(&self.cursor_sealer(), cursor).ok();
        cursor.and_then(|cursor| cursor.place(person.person_id)).ok_or(SearchError::CursorInvalid)
    }
}
