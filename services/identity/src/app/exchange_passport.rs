//! A passport for the next hop.

use chassis::passport::{Claims, PassportInvalid};
use kernel::ServiceName;

use super::App;

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum ExchangePassportError {
    /// Not a live passport addressed to the asker.
    #[error(transparent)]
    Invalid(#[from] PassportInvalid),
    /// Not the asker's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl App {
    /// Readdresses a passport that was addressed to `asker`; it does not last longer for it.
    ///
    /// # Errors
    /// [`ExchangePassportError`].
    pub fn exchange_passport(
        &self,
        asker: ServiceName,
        passport: &str,
        audience: ServiceName,
    ) -> Result<String, ExchangePassportError> {
        let now = self.clock.now();
        let shown = self.keys.verify(passport, asker.as_str(), now)?;
        let claims = Claims { aud: audience.as_str().to_owned(), iat: now.unix_timestamp(), ..shown };
        Ok(self.signer.sign(&claims)?)
    }
}
