//! A ticket as its writer is told of it: nothing of what they wrote comes back.

use anyhow::Context as _;
use sqlx::PgConnection;

use super::App;
use crate::{domain::ticket::State, store::statuses::Status};

/// A ticket as its writer is told of it.
pub(crate) struct Told {
    pub(crate) row: Status,
    /// Where it stands.
    pub(crate) state: State,
    /// Whether an officer works on it.
    pub(crate) claimed: bool,
    /// What the officer wrote; empty before.
    pub(crate) note: String,
}

impl App {
    /// Opens the note.
    pub(crate) async fn told(&self, connection: &mut PgConnection, row: Status) -> anyhow::Result<Told> {
        let state = State::parse(&row.state).context("a kept state is none")?;
        let claimed = row.claim_expires_at.is_some_and(|expires_at| self.clock.now() < expires_at);
        let note = match &row.note_sealed {
            None => String::new(),
            Some(sealed) => self.writing(connection, row.ticket_id.into()).await?.note(Some(sealed))?,
        };
        Ok(Told { state, claimed: claimed && state == State::Open, note, row })
    }
}
