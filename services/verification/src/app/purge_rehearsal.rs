//! What is here of a rehearsal is removed: reviews, and in the end the copies of agency and units.

use chassis::{
    ambient::new_id,
    audit::{self, Entry, actor},
    db::Tx,
};
use kernel::{Caller, DossierId, RehearsalAgency, ServiceName};
use uuid::Uuid;

use super::App;
use crate::{SCHEMA, store::rehearsals};

/// What of a rehearsal is gone at registration.
#[derive(Debug)]
pub(crate) struct PurgeRehearsal {
    /// Whose rehearsal it was.
    pub(crate) agency: RehearsalAgency,
    /// Dossiers that are gone.
    pub(crate) dossiers: Vec<DossierId>,
    /// Whether the agency itself is: nothing of it follows.
    pub(crate) agency_gone: bool,
}

impl App {
    /// Removes it here too; what is gone already is not told again.
    pub(crate) async fn purge_rehearsal(&self, tx: &mut Tx, purge: &PurgeRehearsal) -> anyhow::Result<()> {
        let dossiers: Vec<Uuid> = purge.dossiers.iter().map(|dossier| dossier.as_uuid()).collect();
        let reviews = rehearsals::purge_reviews(tx, &dossiers).await?;
        if purge.agency_gone {
            rehearsals::purge_agency(tx, &purge.agency).await?;
        }
        if reviews > 0 {
            let actor = actor(&Caller::Service(ServiceName::Registration));
            let details = serde_json::json!({ "agency": purge.agency.as_str(), "reviews": reviews });
            let entry = Entry { actor: &actor, action: "purge_rehearsal", subject_id: None, details };
            audit::append(tx, SCHEMA, new_id(&self.clock), self.clock.now(), &entry).await?;
        }
        Ok(())
    }
}
