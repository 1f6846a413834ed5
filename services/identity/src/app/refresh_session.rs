//! Rotation of a session's tokens.

use chassis::db::Tx;
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    App,
    session_tokens::{BearerSession, PresentedToken},
};
use crate::{
    domain::refresh::{Presented, judge},
    store::sessions::{self, Session},
};

/// Why a session does not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SessionError {
    /// Ended, past its time, or never ours: sign in again.
    #[error("session has ended")]
    Ended,
    /// Not the bearer's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<sqlx::Error> for SessionError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

impl App {
    /// New tokens for the latest refresh token; the same ones again for the one just replaced; the end of the session for
    /// any older one, which somebody must have copied.
    pub(crate) async fn refresh_session(&self, refresh_token: SecretString) -> Result<BearerSession, SessionError> {
        let token = PresentedToken::parse(refresh_token.expose_secret()).ok_or(SessionError::Ended)?;
        let (app, id) = (self.clone(), token.session_id);
        let renewed = self.db.write("refresh_session", async move |mut tx| app.renew(&mut tx, &token).await).await?;
        let Some(session) = renewed else {
            tracing::warn!(session_id = %id, "an old refresh token came back; the session is ended");
            return Err(SessionError::Ended);
        };
        Ok(self.bearer(&session)?)
    }

    /// The session as it goes on; `None` when it was ended for the token's sake, which an error would take back.
    async fn renew(&self, tx: &mut Tx, token: &PresentedToken) -> Result<Option<Session>, SessionError> {
        let (id, now) = (token.session_id, self.clock.now());
        let live = sessions::lock_live(tx, id, now).await?;
        // A forged token is nobody's: it cannot end another's session.
        let mut session = live.filter(|live| self.is_genuine(token, live)).ok_or(SessionError::Ended)?;
        match judge(session.generation, session.rotated_at, token.generation, now) {
            Presented::Current => {
                session.generation += 1;
                session.rotated_at = now;
                sessions::rotate(tx, id, session.generation, now).await?;
            }
            Presented::JustReplaced => {}
            Presented::Copied => {
                sessions::end(tx, id, now).await?;
                return Ok(None);
            }
        }
        Ok(Some(session))
    }
}
