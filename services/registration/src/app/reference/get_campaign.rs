//! The campaign that matters now.

use crate::{app::App, domain::reference::campaign::Campaign};

impl App {
    /// The campaign that counts, for whoever asks.
    pub(crate) async fn get_campaign(&self) -> anyhow::Result<Option<Campaign>> {
        let mut connection = self.db.read().await?;
        Ok(self.current_campaign(&mut connection).await?)
    }
}
