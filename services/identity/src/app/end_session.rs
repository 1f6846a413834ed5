//! The end of a session.

use chassis::uninterrupted::uninterrupted;
use kernel::SessionId;

use super::App;
use crate::store::sessions;

impl App {
    /// Ends a session; one that has ended, or never was, stays so.
    ///
    /// # Errors
    /// The database is away.
    pub async fn end_session(&self, id: SessionId) -> anyhow::Result<()> {
        let app = self.clone();
        uninterrupted(async move {
            let mut tx = app.db.begin().await?;
            sessions::end(&mut tx, id, app.clock.now()).await?;
            Ok(tx.commit().await?)
        })
        .await
    }
}
