//! A passport from a live session.

use chassis::passport::LIFETIME;
use kernel::{ServiceName, SessionId};
use time::OffsetDateTime;

use super::{App, refresh_session::SessionError, session_tokens::claims};
use crate::store::sessions;

impl App {
    /// A token of 60 s for one audience, and its end.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when the session or its account is not live.
    pub(crate) async fn issue_passport(
        &self,
        id: SessionId,
        audience: ServiceName,
    ) -> Result<(String, OffsetDateTime), SessionError> {
        let now = self.clock.now();
        let mut connection = self.db.read().await?;
        let session = sessions::find_live(&mut connection, id, now).await?.ok_or(SessionError::Ended)?;
        let expires_at = (now + LIFETIME).min(session.expires_at);
        let passport = self.signer.sign(&claims(&session.person, audience.as_str(), now, expires_at))?;
        Ok((passport, expires_at))
    }
}
