//! A password compared for another owner of data: the reprint of a card. Counts as a sign-in attempt.

use kernel::{AccountId, RegistrationId};
use secrecy::SecretString;

use super::{App, sign_in::SignInError};
use crate::{
    store::accounts,
    throttle::{Attempt, PASSWORD},
};

/// Whose password, and what was typed.
pub(crate) struct CheckPassword {
    /// The account's registration.
    pub(crate) registration_id: RegistrationId,
    pub(crate) password: SecretString,
    /// The device, or its address where it has no name; opaque.
    pub(crate) client_key: String,
    /// The address that the door saw; opaque.
    pub(crate) address_key: String,
}

impl App {
    /// Succeeds when it is the password; the account need not be confirmed yet.
    ///
    /// # Errors
    /// [`SignInError`], never that it awaits confirmation.
    pub(crate) async fn check_password(&self, command: CheckPassword) -> Result<(), SignInError> {
        let id = AccountId::from(command.registration_id);
        let mut connection = self.db.read().await?;
        let account = accounts::find(&mut connection, id).await?.filter(|account| account.state.is_visible());
        drop(connection);
        // The same budget as that of a sign-in with the number.
        let number = account.as_ref().and_then(|account| account.registration_number.clone());
        let subject = number.unwrap_or_else(|| id.to_string());
        let (device, address) = (command.client_key.as_str(), command.address_key.as_str());
        let attempt = Attempt { limits: &PASSWORD, device, address, subject: &subject };
        self.throttle.take(attempt).await?;
        let kept = account.as_ref().map(|account| account.password_hash.as_str());
        if !self.hashes.verify(command.password, kept).await?.is_right() {
            return Err(SignInError::Refused);
        }
        self.throttle.succeed(attempt).await;
        Ok(())
    }
}
