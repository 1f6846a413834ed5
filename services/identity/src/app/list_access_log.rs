//! Who has looked at a person's data, for that person.

use chassis::cursor;
use kernel::Person;
use time::OffsetDateTime;
use uuid::Uuid;

use super::App;
use crate::store::access_log::{self, Viewed};

/// The last line of a page.
type Place = (OffsetDateTime, Uuid);
pub(crate) struct ListAccessLog {
    /// 1 to 100.
    pub(crate) page_size: u32,
    /// From the page before.
    pub(crate) cursor: Option<String>,
}
pub(crate) struct AccessLogPage {
    /// Newest first.
    pub(crate) entries: Vec<Viewed>,
    /// For the next page; `None` at the end.
    pub(crate) next_cursor: Option<String>,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ListAccessLogError {
    /// Not a cursor that this person was given.
    #[error("cursor invalid")]
    CursorInvalid,
    /// Not the person's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<sqlx::Error> for ListAccessLogError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

impl From<cursor::CursorInvalid> for ListAccessLogError {
    fn from(_: cursor::CursorInvalid) -> Self {
        Self::CursorInvalid
    }
}

impl App {
    /// A page of the caller's own list; nobody has another's.
    pub(crate) async fn list_access_log(
        &self,
        person: &Person,
        command: ListAccessLog,
    ) -> Result<AccessLogPage, ListAccessLogError> {
        let (own, sealer) = (person.person_id, self.access_log_cursors());
        let place: Option<Place> = command.cursor.map(|cursor| cursor::open(&sealer, own, &cursor)).transpose()?;
        let mut connection = self.db.read().await?;
        let mut entries = access_log::list(&mut connection, own, place, i64::from(command.page_size) + 1).await?;
        let more = entries.len() > command.page_size as usize;
        entries.truncate(command.page_size as usize);
        let last = entries.last().filter(|_| more);
        let next_cursor = last.map(|last| {
            let place: Place = (last.viewed_at, last.event_id);
            cursor::seal(&sealer, own, &place)
        });
        Ok(AccessLogPage { entries, next_cursor })
    }
}
