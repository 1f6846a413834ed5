//! What there is of rehearsals.

use crate::{
    app::App,
    store::master::rehearsals::{self, Standing},
};

impl App {
    /// The agencies of rehearsals, by code.
    pub(crate) async fn list_rehearsals(&self) -> anyhow::Result<Vec<Standing>> {
        Ok(rehearsals::list(&mut *self.db.read().await?).await?)
    }
}
