//! An officer takes a ticket for a limited time.

use chassis::uninterrupted::uninterrupted;
use kernel::{Caller, TicketId};
use serde_json::json;
use thiserror::Error;
use time::OffsetDateTime;

use super::{
    App,
    desk::{DeskError, Officer},
    edge::Deed,
};
use crate::{domain::ticket::ClaimError, store::tickets};

/// Why it is not taken.
#[derive(Debug, Error)]
pub enum ClaimTicketError {
    /// Not within reach, or not theirs to decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Decided, or somebody else works on it.
    #[error(transparent)]
    Refused(#[from] ClaimError),
}

impl App {
    /// Takes a ticket, or renews the officer's claim; the instant until which nobody else decides it.
    ///
    /// # Errors
    /// See [`ClaimTicketError`].
    pub async fn claim_ticket(&self, officer: Officer, ticket: TicketId) -> Result<OffsetDateTime, ClaimTicketError> {
        let app = self.clone();
        uninterrupted(async move { app.claim(&officer, ticket).await }).await
    }

    async fn claim(&self, officer: &Officer, ticket: TicketId) -> Result<OffsetDateTime, ClaimTicketError> {
        let mut tx = self.db.begin().await.map_err(DeskError::from)?;
        let mut kept = officer.hold(&mut tx, ticket).await?;
        let (before, now) = (kept.ticket.claim, self.clock.now());
        let expires_at = kept.ticket.take(officer.decider(), now)?;
        tickets::keep(&mut tx, &kept).await.map_err(DeskError::from)?;
        // Renewing says nothing new; taking over from somebody does.
        if before.is_none_or(|before| before.by != officer.person.person_id) {
            let by = Caller::Person(officer.person.clone());
            let deed = Deed { by: &by, action: "claim_ticket", at: now };
            let details = json!({ "taken_over": before.is_some() });
            self.note(&mut tx, &kept, deed, details).await.map_err(DeskError::from)?;
        }
        tx.commit().await.map_err(DeskError::from)?;
        Ok(expires_at)
    }
}
