//! What the QR code of a card proves, and what has become of it since.

use thiserror::Error;

use super::check_registration_status::StatusError;
use crate::{
    app::App,
    domain::registration::{State, card_signature::SignedCard},
};

/// A card whose signature holds.
#[derive(Debug)]
pub(crate) struct CheckedCard {
    /// What was signed.
    pub(crate) signed: SignedCard,
    /// Where the registration stands now.
    pub(crate) state: State,
}

/// Why it is no card.
#[derive(Debug, Error)]
pub(crate) enum CardError {
    /// Not signed by us, changed, or of a registration that we do not know.
    #[error("not a card of ours")]
    Invalid,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl App {
    /// Checks the signature before anything is looked up.
    pub(crate) async fn check_card(&self, text: &str) -> Result<CheckedCard, CardError> {
        let signed = self.card_key.verify(text).map_err(|_| CardError::Invalid)?;
        let status =
            self.check_registration_status(&signed.registration_number).await.map_err(|error| match error {
                StatusError::NotFound => CardError::Invalid,
                StatusError::Internal(error) => CardError::Internal(error),
            })?;
        Ok(CheckedCard { signed, state: status.state })
    }
}
