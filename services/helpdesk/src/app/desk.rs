//! What every officer's verb begins with: the ticket within the officer's jurisdiction, held, and nobody deciding on themselves.

use anyhow::Context as _;
use chassis::db::Tx;
use kernel::{Person, SeparationError, TicketId};
use thiserror::Error;

use crate::{
    domain::ticket::Decider,
    store::{
        scope::OfficerScope,
        tickets::{self, Kept},
    },
};

/// Why an officer does not get to a ticket.
#[derive(Debug, Error)]
pub(crate) enum DeskError {
    /// Missing, or elsewhere: alike.
    #[error("no such ticket here")]
    NotFound,
    /// It is within reach and not theirs to see.
    #[error(transparent)]
    Separation(#[from] SeparationError),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for DeskError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// A helpdesk officer at work.
#[derive(Clone, Debug)]
pub(crate) struct Officer {
    pub(crate) person: Person,
    /// What their queries may touch.
    pub(crate) scope: OfficerScope,
}

impl Officer {
    /// The helpdesk officer that a person is; `None` for everyone else.
    #[must_use]
    pub(crate) fn of(person: &Person) -> Option<Self> {
        Some(Self { person: person.clone(), scope: OfficerScope::of(person)? })
    }

    /// As rules see them.
    pub(super) fn decider(&self) -> Decider {
        Decider { person: self.person.person_id, account: self.person.account_id }
    }

    /// Holds a ticket within the officer's jurisdiction until the transaction ends, wherever it stands.
    pub(super) async fn hold(&self, tx: &mut Tx, ticket: TicketId) -> Result<Kept, DeskError> {
        if !tickets::lock_in_scope(tx, ticket, &self.scope).await? {
            return Err(DeskError::NotFound);
        }
        let kept = tickets::load(tx, ticket).await?.context("a held ticket vanished")?;
        kept.ticket.check_separation(self.person.person_id)?;
        Ok(kept)
    }
}
