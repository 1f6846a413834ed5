//! An officer takes a ticket for a limited time.

use chassis::{audit::Deed, db::Tx};
use kernel::{Caller, TicketId};
use serde_json::json;
use thiserror::Error;
use time::OffsetDateTime;

use super::{
    App,
    desk::{DeskError, Officer},
};
use crate::{domain::ticket::ClaimError, store::tickets};

/// Why it is not taken.
#[derive(Debug, Error)]
pub(crate) enum ClaimTicketError {
    /// Not within reach, or not theirs to decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Decided, or somebody else works on it.
    #[error(transparent)]
    Refused(#[from] ClaimError),
}

impl From<sqlx::Error> for ClaimTicketError {
    fn from(error: sqlx::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl From<anyhow::Error> for ClaimTicketError {
    fn from(error: anyhow::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl App {
    /// Takes a ticket, or renews the officer's claim; the instant until which nobody else decides it.
    pub(crate) async fn claim_ticket(
        &self,
        officer: Officer,
        ticket: TicketId,
    ) -> Result<OffsetDateTime, ClaimTicketError> {
        let app = self.clone();
        self.db.write("claim_ticket", async move |mut tx| app.claim(&mut tx, &officer, ticket).await).await
    }

    async fn claim(
        &self,
        tx: &mut Tx,
        officer: &Officer,
        ticket: TicketId,
    ) -> Result<OffsetDateTime, ClaimTicketError> {
        let mut kept = officer.hold(tx, ticket).await?;
        let (before, now) = (kept.ticket.claim, self.clock.now());
        let expires_at = kept.ticket.take(officer.decider(), now)?;
        tickets::keep(tx, &kept).await?;
        // Renewing says nothing new; taking over from somebody does.
        if before.is_none_or(|before| before.by != officer.person.person_id) {
            let by = Caller::Person(officer.person.clone());
            let deed = Deed { by: &by, action: "claim_ticket", at: now };
            let details = json!({ "taken_over": before.is_some() });
            self.note(tx, &kept, deed, details).await?;
        }
        Ok(expires_at)
    }
}
