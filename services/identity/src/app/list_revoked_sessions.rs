//! What a gateway must refuse although the signature holds.

use chassis::passport::ACCESS_LIFETIME;
use kernel::SessionId;
use time::{Duration, OffsetDateTime};

use super::App;
use crate::store::sessions;

/// Clocks of replicas differ by less.
const MARGIN: Duration = Duration::seconds(30);

/// No access token of a session that had ended by then is good any more.
pub(super) fn forgotten(now: OffsetDateTime) -> OffsetDateTime {
    now - ACCESS_LIFETIME - MARGIN
}

impl App {
    /// Sessions ended within the lifetime of an access token.
    pub(crate) async fn list_revoked_sessions(&self) -> anyhow::Result<Vec<SessionId>> {
        let mut connection = self.db.read().await?;
        Ok(sessions::list_ended(&mut connection, forgotten(self.clock.now())).await?)
    }
}
