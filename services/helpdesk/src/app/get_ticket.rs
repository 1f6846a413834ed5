//! One ticket with what its writer wrote. Whoever wrote it, and whom it is about, is told that somebody looked.

use anyhow::Context as _;
use chassis::db::Tx;
use kernel::{Claim, PersonId, TicketId};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    App,
    desk::{DeskError, Officer},
};
use crate::{
    domain::{answers::Answers, ticket::State, ticket_type::TicketType},
    store::{
        resolutions, ticket_types,
        tickets::{self, Kept},
        waiting::{self, Entry},
    },
};

/// A ticket as its officer sees it; P2.
pub(crate) struct TicketShown {
    /// What the list shows.
    pub(crate) entry: Entry,
    pub(crate) kept: Kept,
    /// Its type.
    pub(crate) of: TicketType,
    /// What was written; empty once it is erased.
    pub(crate) text: String,
    /// What the type asked for.
    pub(crate) answers: Answers,
    /// What the officer wrote; empty before.
    pub(crate) note: String,
    /// When it was read: a claim that ends later is live.
    pub(crate) at: OffsetDateTime,
}

impl TicketShown {
    /// The caller's own claim.
    #[must_use]
    pub(crate) fn own_claim(&self, officer: &Officer) -> Option<Claim> {
        let claim = self.kept.ticket.claim.filter(|_| self.kept.ticket.is_claimed(self.at));
        claim.filter(|claim| claim.by == officer.person.person_id)
    }
}

impl App {
    /// Shows a ticket within the officer's jurisdiction.
    pub(crate) async fn get_ticket(&self, officer: &Officer, ticket: TicketId) -> Result<TicketShown, DeskError> {
        let (app, own) = (self.clone(), officer.clone());
        let look = async move |mut tx| app.look(&mut tx, &own, ticket).await;
        let shown = self.db.write("get_ticket", look).await?;
        let (writer, subject) = (shown.kept.ticket.opened_by, shown.kept.ticket.subject);
        let mut people: Vec<Uuid> = writer.into_iter().chain(subject).map(PersonId::as_uuid).collect();
        people.sort_unstable();
        people.dedup();
        self.tell_viewed(officer.person.person_id, &people).await?;
        Ok(shown)
    }

    /// One moment's view: the row is held while it is read, and nothing is left to commit.
    async fn look(&self, tx: &mut Tx, officer: &Officer, ticket: TicketId) -> Result<TicketShown, DeskError> {
        tx.undo();
        let kept = officer.hold(tx, ticket).await?;
        let entry = waiting::find(tx, ticket).await?.context("a held ticket vanished")?;
        let (of, _) = ticket_types::find(tx, &kept.type_code).await?.context("a kept type vanished")?;
        let sealed = tickets::sealed(tx, ticket).await?;
        let writing = self.writing(tx, ticket).await?;
        let note = match kept.ticket.state {
            State::Open => None,
            _ => resolutions::latest_note(tx, ticket).await?,
        };
        let (text, answers, note) = (writing.text(&sealed)?, writing.answers(&sealed)?, writing.note(note.as_deref())?);
        Ok(TicketShown { entry, kept, of, text, answers, note, at: self.clock.now() })
    }
}
