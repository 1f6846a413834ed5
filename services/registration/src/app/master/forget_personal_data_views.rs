//! Forgets who was shown whose data, once an event would be told again anyway.

use chassis::db::Tx;

use super::personal_data_viewed::ONE_VIEW;
use crate::{app::App, store::master::personal_data_views};

impl App {
    /// Forgets some of what is older than a quarter of an hour; says how many rows, 0 when nothing is left.
    pub(crate) async fn forget_personal_data_views(&self) -> anyhow::Result<u64> {
        let before = self.clock.now() - ONE_VIEW;
        let forget = async move |mut tx: Tx| Ok(personal_data_views::forget(&mut tx, before).await?);
        self.db.write("forget_personal_data_views", forget).await
    }
}
