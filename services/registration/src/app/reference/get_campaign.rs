//! The campaign that matters now.

use crate::{app::App, domain::reference::campaign::Campaign, store::reference::campaigns};

impl App {
    /// The campaign that is open, or else the latest; `None` when there has never been one.
    pub(crate) async fn get_campaign(&self) -> anyhow::Result<Option<Campaign>> {
        let mut connection = self.db.read().await?;
        Ok(campaigns::current(&mut connection, self.clock.now()).await?)
    }
}
