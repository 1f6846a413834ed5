//! Where a ticket stands, for whoever has number and secret.

use kernel::ReportNumber;
use thiserror::Error;

use super::{App, attempts::TooManyAttempts, status::Told};
use crate::store::statuses;

/// Why nothing is told.
#[derive(Debug, Error)]
pub(crate) enum CheckTicketStatusError {
    /// No such number, or another secret: alike.
    #[error("no such number with this secret")]
    NotFound,
    /// The number's budget is used up.
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for CheckTicketStatusError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Tells where a ticket stands.
    pub(crate) async fn check_ticket_status(
        &self,
        number: &ReportNumber,
        secret: &str,
    ) -> Result<Told, CheckTicketStatusError> {
        self.take_look(number).await?;
        let mut connection = self.db.read().await?;
        let found = statuses::find(&mut connection, number.as_str()).await?;
        let opens = self.receipt_opens(found.as_ref().map(|status| status.ticket_id.into()), secret);
        match found {
            Some(status) if opens => Ok(self.told(&mut connection, status).await?),
            _ => Err(CheckTicketStatusError::NotFound),
        }
    }
}
