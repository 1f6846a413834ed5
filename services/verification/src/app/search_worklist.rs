//! What waits at the officer's stage within the officer's jurisdiction, riskiest and oldest first.

use chassis::{
    cursor::{self, CursorInvalid},
    vault::Sealer,
};
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{App, desk::Officer};
use crate::store::worklist::{self, Entry, Filter, Place};

/// What is asked.
#[derive(Debug)]
pub(crate) struct SearchWorklist {
    /// All, or one number or NIP.
    pub(crate) filter: Filter,
    /// 1 to 100.
    pub(crate) page_size: u32,
    /// From the page before.
    pub(crate) cursor: Option<String>,
}

/// One page.
pub(crate) struct WorklistPage {
    /// Riskiest first.
    pub(crate) entries: Vec<Entry>,
    /// For the next page; `None` at the end.
    pub(crate) next_cursor: Option<String>,
    /// When it was read: a claim that ends later is live.
    pub(crate) at: OffsetDateTime,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub(crate) enum SearchWorklistError {
    /// Not a cursor that this person was given.
    #[error(transparent)]
    CursorInvalid(#[from] CursorInvalid),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for SearchWorklistError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// As a cursor carries it: rank, nanoseconds, id.
type Kept = (i32, i128, Uuid);

const START: Place = (i32::MIN, OffsetDateTime::UNIX_EPOCH, Uuid::nil());

impl App {
    /// Lists what waits; whoever is on the page is told of it.
    pub(crate) async fn search_worklist(
        &self,
        officer: &Officer,
        command: SearchWorklist,
    ) -> Result<WorklistPage, SearchWorklistError> {
        let person = officer.person.person_id;
        let after = match &command.cursor {
            None => START,
            Some(text) => {
                let (rank, at, id): Kept = cursor::open(&self.worklist_sealer(), person, text)?;
                (rank, OffsetDateTime::from_unix_timestamp_nanos(at).map_err(|_| CursorInvalid)?, id)
            }
        };
        let mut connection = self.db.read().await?;
        let limit = i64::from(command.page_size) + 1;
        let mut entries = worklist::list(&mut connection, &officer.scope, &command.filter, after, limit).await?;
        drop(connection);
        let more = entries.len() > command.page_size as usize;
        entries.truncate(command.page_size as usize);
        let last = entries.last().filter(|_| more);
        let next_cursor = last.map(|last| {
            let place: Kept = (last.rank, last.submitted_at.unix_timestamp_nanos(), last.dossier_id);
            cursor::seal(&self.worklist_sealer(), person, &place)
        });
        let mut subjects: Vec<Uuid> = entries.iter().map(|entry| entry.subject_id).collect();
        subjects.sort_unstable();
        subjects.dedup();
        self.tell_viewed(person, &subjects).await?;
        Ok(WorklistPage { entries, next_cursor, at: self.clock.now() })
    }

    fn worklist_sealer(&self) -> Sealer {
        self.master_key.sealer("worklist-cursor")
    }
}
