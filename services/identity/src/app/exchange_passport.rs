//! A passport for the next hop.

use chassis::passport::{Claims, PassportInvalid};
use kernel::ServiceName;

use super::App;
use crate::{domain::passport_hops::may_carry, store::sessions};

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangePassportError {
    /// Not a live passport addressed to the asker, or not to be carried on to there.
    #[error(transparent)]
    Invalid(#[from] PassportInvalid),
    /// Not the asker's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<sqlx::Error> for ExchangePassportError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

impl App {
    /// Readdresses a passport that was addressed to `asker`; it does not last longer for it. Its session must live: one
    /// look by key, as for the passport itself, so that an end of the session ends its journey too.
    pub(crate) async fn exchange_passport(
        &self,
        asker: ServiceName,
        passport: &str,
        audience: ServiceName,
    ) -> Result<String, ExchangePassportError> {
        let now = self.clock.now();
        let shown = self.keys.verify(passport, asker.as_str(), now)?;
        if !may_carry(asker, audience) {
            tracing::warn!(%asker, %audience, "a passport was to be carried where none may go");
            return Err(PassportInvalid.into());
        }
        let id = shown.person()?.session_id;
        let mut connection = self.db.read().await?;
        let live = sessions::find_live(&mut connection, id, now).await?;
        if live.is_none() {
            return Err(PassportInvalid.into());
        }
        let claims = Claims { aud: audience.as_str().to_owned(), iat: now.unix_timestamp(), ..shown };
        Ok(self.signer.sign(&claims)?)
    }
}
