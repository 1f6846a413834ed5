//! The copy of registration's units, and its closure, follow what is told of them.

use chassis::db::Tx;

use super::App;
use crate::store::org_units::{self, OrgUnit};

impl App {
    /// Keeps units and their places, of each the highest version.
    pub(crate) async fn follow_org_units(&self, tx: &mut Tx, mut told: Vec<OrgUnit>) -> anyhow::Result<()> {
        // In one order, so that two replicas that hear at once wait for each other instead of dying.
        told.sort_by(|one, other| one.code.cmp(&other.code));
        for unit in &told {
            org_units::keep(tx, unit).await?;
        }
        Ok(())
    }
}
