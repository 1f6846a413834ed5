//! What a gateway must refuse although the signature holds.

use kernel::SessionId;
use time::Duration;

use super::{App, session_tokens::ACCESS_LIFETIME};
use crate::store::sessions;

/// Clocks of replicas differ by less.
const MARGIN: Duration = Duration::seconds(30);

impl App {
    /// Sessions ended within the lifetime of an access token.
    ///
    /// # Errors
    /// The database is away.
    pub async fn list_revoked_sessions(&self) -> anyhow::Result<Vec<SessionId>> {
        let mut connection = self.db.read().await?;
        Ok(sessions::list_ended(&mut connection, self.clock.now() - ACCESS_LIFETIME - MARGIN).await?)
    }
}
