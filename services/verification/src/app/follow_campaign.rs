//! The copy of when verification ends follows what is told of a campaign.

use chassis::db::Tx;

use super::App;
use crate::store::campaigns::{self, Campaign};

impl App {
    /// Keeps a campaign's end, unless a newer version is kept already.
    pub(crate) async fn follow_campaign(&self, tx: &mut Tx, told: &Campaign) -> anyhow::Result<()> {
        Ok(campaigns::keep(tx, told).await?)
    }
}
