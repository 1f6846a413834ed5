//! Where a registration stands, by its number alone: no personal data.

use kernel::RegistrationNumber;
use thiserror::Error;
use time::OffsetDateTime;

use crate::{
    app::App,
    domain::registration::State,
    store::registration::{registration_tombstones, registrations},
};

#[derive(Debug)]
pub(crate) struct RegistrationStatus {
    /// Where it stands.
    pub(crate) state: State,
    /// When confirmation is due; `None` once decided.
    pub(crate) due_at: Option<OffsetDateTime>,
}

/// Why there is none.
#[derive(Debug, Error)]
pub(crate) enum StatusError {
    /// Never given to anyone.
    #[error("no such registration")]
    NotFound,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for StatusError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Looks at the live registrations, then at the tombstones.
    pub(crate) async fn check_registration_status(
        &self,
        number: &RegistrationNumber,
    ) -> Result<RegistrationStatus, StatusError> {
        let mut connection = self.db.read().await?;
        if let Some((state, due_at)) = registrations::find_status(&mut connection, number).await? {
            let due_at = due_at.filter(|_| state == State::Registered);
            return Ok(RegistrationStatus { state, due_at });
        }
        if registration_tombstones::has_number(&mut connection, number).await? {
            Ok(RegistrationStatus { state: State::Rejected, due_at: None })
        } else {
            Err(StatusError::NotFound)
        }
    }
}
