//! What is copied here of a rehearsal is removed. Tickets stay, as numbers and audit trail do.

use chassis::db::Tx;
use kernel::{RegistrationId, RehearsalAgency};

use super::App;
use crate::store::{agencies, registrations};

/// What of a rehearsal is gone at registration.
#[derive(Debug)]
pub(crate) struct PurgeRehearsal {
    /// Whose rehearsal it was.
    pub(crate) agency: RehearsalAgency,
    /// Registrations that are gone.
    pub(crate) registrations: Vec<RegistrationId>,
    /// Whether the agency itself is: nothing of it follows.
    pub(crate) agency_gone: bool,
}

impl App {
    /// Removes the copies of it.
    pub(crate) async fn purge_rehearsal(&self, tx: &mut Tx, purge: &PurgeRehearsal) -> anyhow::Result<()> {
        for registration in &purge.registrations {
            registrations::forget(tx, *registration).await?;
        }
        if purge.agency_gone {
            agencies::forget(tx, purge.agency.as_str()).await?;
        }
        Ok(())
    }
}
