//! A rehearsal was removed: its reviews go too, and in the end the copies of its agency and units.

use chassis::db::Tx;
use kernel::{DossierId, RehearsalAgency};
use proto::registration::v1::RehearsalPurged;

use crate::app::{App, purge_rehearsal::PurgeRehearsal};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RehearsalPurged) -> anyhow::Result<()> {
    let dossiers = event.people.iter().flat_map(|person| &person.dossier_ids);
    let purge = PurgeRehearsal {
        agency: RehearsalAgency::parse(&event.agency_code)?,
        dossiers: dossiers.map(|id| DossierId::parse(id)).collect::<Result<_, _>>()?,
        agency_gone: event.agency_gone,
    };
    app.purge_rehearsal(tx, &purge).await
}
