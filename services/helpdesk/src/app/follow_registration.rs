//! Who stands behind a registration number follows what is told of registrations.

use chassis::db::Tx;

use super::App;
use crate::store::registrations::{self, Whose};

impl App {
    /// Keeps whose registration it is: the number once it is known, the agency of the highest version.
    pub(crate) async fn follow_registration(&self, tx: &mut Tx, told: &Whose) -> anyhow::Result<()> {
        Ok(registrations::keep(tx, told).await?)
    }
}
