//! The copy of registration's agencies follows what is told of them.

use chassis::db::Tx;

use super::App;
use crate::store::agencies::{self, Agency};

impl App {
    /// Keeps agencies, of each the highest version.
    pub(crate) async fn follow_agencies(&self, tx: &mut Tx, mut told: Vec<Agency>) -> anyhow::Result<()> {
        // In one order, so that two replicas that hear at once wait for each other instead of dying.
        told.sort_by(|one, other| one.code.cmp(&other.code));
        for agency in &told {
            agencies::keep(tx, agency).await?;
        }
        Ok(())
    }
}
