//! The verifier's list: what waits for confirmation within the verifier's scope.

use chassis::{
    cursor::{self, CursorInvalid},
    vault::Sealer,
};
use kernel::{Nip, Person, PersonId, RegistrationNumber};
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    app::{App, master::personal_data_viewed::note_views},
    store::registration::waiting_confirmations::{self, Place, Waiting},
};

/// Which of them.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// Whatever waits.
    All,
    /// This number only.
    Number(RegistrationNumber),
    /// This NIP only.
    Nip(Nip),
}

#[derive(Debug)]
pub(crate) struct SearchConfirmations {
    /// Which of them.
    pub(crate) wanted: Wanted,
    /// 1 to 100.
    pub(crate) page_size: u32,
    /// From the page before.
    pub(crate) cursor: Option<String>,
}

/// A [`Place`] as cursors hold it: due time in nanoseconds since 1970, registration.
type SealedPlace = (i128, Uuid);

/// One page.
pub(crate) struct ConfirmationsPage {
    /// Oldest due first.
    pub(crate) waiting: Vec<Waiting>,
    /// For the next page; `None` at the end.
    pub(crate) next_cursor: Option<String>,
}

/// Why there is no page.
#[derive(Debug, Error)]
pub(crate) enum SearchError {
    /// Not a cursor that this person was given.
    #[error(transparent)]
    CursorInvalid(#[from] CursorInvalid),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for SearchError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Lists what waits within the person's scope; the access log hears whom it shows.
    pub(crate) async fn search_registration_confirmations(
        &self,
        person: &Person,
        command: SearchConfirmations,
    ) -> Result<ConfirmationsPage, SearchError> {
        let after = command.cursor.map_or(Ok(Place::START), |cursor| self.place(person, &cursor))?;
        let page_size = command.page_size as usize;
        let limit = i64::from(command.page_size) + 1;
        let scope = person.scope();
        let mut connection = self.db.read().await?;
        let mut places = match &command.wanted {
            Wanted::All => waiting_confirmations::all(&mut connection, &scope, after, limit).await?,
            Wanted::Number(number) => waiting_confirmations::by_number(&mut connection, &scope, number).await?,
            Wanted::Nip(nip) => waiting_confirmations::by_nip(&mut connection, &scope, nip, after, limit).await?,
        };
        let more = places.len() > page_size;
        places.truncate(page_size);
        let waiting = waiting_confirmations::show(&mut connection, &places).await?;
        drop(connection);
        let shown: Vec<PersonId> = waiting.iter().map(|waiting| waiting.employee_id.into()).collect();
        note_views(self, person.person_id, &shown, "registration", "confirmation").await?;
        let last = places.last().filter(|_| more);
        let next_cursor = last.map(|last| {
            let place: SealedPlace = (last.due_at.unix_timestamp_nanos(), last.registration_id);
            cursor::seal(&self.confirmations_sealer(), person.person_id, &place)
        });
        Ok(ConfirmationsPage { waiting, next_cursor })
    }

    fn place(&self, person: &Person, cursor: &str) -> Result<Place, SearchError> {
        let (due_at, registration_id): SealedPlace =
            cursor::open(&self.confirmations_sealer(), person.person_id, cursor)?;
        let due_at = OffsetDateTime::from_unix_timestamp_nanos(due_at).map_err(|_| CursorInvalid)?;
        Ok(Place { due_at, registration_id })
    }

    fn confirmations_sealer(&self) -> Sealer {
        self.master_key.sealer("confirmations-cursor")
    }
}
