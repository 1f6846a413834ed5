//! How far the latest rebuild is.

use super::App;
use crate::store::rebuilds::{self, Rebuild};

impl App {
    /// The latest rebuild; `None` when there was none.
    pub(crate) async fn get_rebuild(&self) -> anyhow::Result<Option<Rebuild>> {
        Ok(rebuilds::latest(&mut *self.db.read().await?).await?)
    }
}
