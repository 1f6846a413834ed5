//! OAuth 2.0 client credentials: an access token for a program of an agency.

use chassis::{ambient::new_id, passport::ACCESS_LIFETIME};
use kernel::{AccountId, SessionId};
use secrecy::SecretString;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{App, list_revoked_sessions::forgotten};
use crate::{
    domain::client_secret,
    store::{
        accounts,
        api_clients::{self, ApiClient},
        sessions::{self, Session},
    },
    throttle::{Attempt, CLIENT, TooManyAttempts},
};

/// Of a program's session. All tokens that it asks for within this time belong to it, unless it was ended.
const CLIENT_SESSION_LIFETIME: Duration = Duration::hours(1);

/// What a program shows.
pub(crate) struct IssueClientToken {
    pub(crate) client_id: String,
    pub(crate) client_secret: SecretString,
    /// The device, or its address where it has no name; opaque.
    pub(crate) client_key: String,
    /// The address that the door saw; opaque.
    pub(crate) address_key: String,
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueClientTokenError {
    /// Unknown, wrong or disabled.
    #[error("refused")]
    Refused,
    /// Come again later.
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    /// Not the program's doing.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<sqlx::Error> for IssueClientTokenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

impl App {
    /// An access token and its end. Unknown, wrong and disabled take the same work.
    pub(crate) async fn issue_client_token(
        &self,
        command: IssueClientToken,
    ) -> Result<(String, OffsetDateTime), IssueClientTokenError> {
        // What is no id is nobody's: the same question, and one budget for all of it.
        let id = AccountId::parse(&command.client_id).unwrap_or_else(|_| Uuid::nil().into());
        let subject = id.to_string();
        let (device, address) = (command.client_key.as_str(), command.address_key.as_str());
        let attempt = Attempt { limits: &CLIENT, device, address, subject: &subject };
        self.throttle.take(attempt).await?;
        let found = {
            let mut connection = self.db.read().await?;
            api_clients::find_open(&mut connection, id).await?
        };
        let kept = found.as_ref().map(|client| client.secret_hash.as_slice());
        let right = client_secret::is_right(&command.client_secret, kept);
        let client = found.filter(|_| right).ok_or(IssueClientTokenError::Refused)?;
        self.throttle.succeed(attempt).await;
        let now = self.clock.now();
        let (session_id, session_expires_at) = self.session_of_client(&client, now).await?;
        Ok(self.access_token(&client.within(session_id), now, session_expires_at)?)
    }

    /// A live session that outlasts the token: the one that is there, else a new one. However often a program asks, it
    /// has few rows.
    async fn session_of_client(
        &self,
        client: &ApiClient,
        now: OffsetDateTime,
    ) -> Result<(SessionId, OffsetDateTime), sqlx::Error> {
        let (id, until) = (client.client_id, now + ACCESS_LIFETIME);
        let kept = sessions::find_of_client(&mut *self.db.read().await?, id, until).await?;
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let session = Session {
            person: client.within(new_id(&self.clock).into()),
            expires_at: now + CLIENT_SESSION_LIFETIME,
            refresh_seed: None,
            generation: 0,
            rotated_at: now,
        };
        let begun = self.db.write("issue_client_token", async move |mut tx| {
            // Copies of a program that start at once: one makes the session, the others find it.
            accounts::hold(&mut tx, id).await?;
            if let Some(made) = sessions::find_of_client(&mut tx, id, until).await? {
                return Ok(made);
            }
            sessions::delete_past_of_client(&mut tx, id, now, forgotten(now)).await?;
            sessions::insert(&mut tx, &session, now).await?;
            Ok((session.person.session_id, session.expires_at))
        });
        begun.await
    }
}
