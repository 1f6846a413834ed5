//! The end of a session.

use kernel::SessionId;

use super::App;
use crate::store::sessions;

impl App {
    /// Ends a session; one that has ended, or never was, stays so.
    pub(crate) async fn end_session(&self, id: SessionId) -> anyhow::Result<()> {
        let now = self.clock.now();
        Ok(self.db.write("end_session", async move |mut tx| sessions::end(&mut tx, id, now).await).await?)
    }
}
