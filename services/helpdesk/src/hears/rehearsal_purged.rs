//! Something of a rehearsal was removed: the copies follow.

use chassis::db::Tx;
use kernel::{RegistrationId, RehearsalAgency};
use proto::registration::v1::RehearsalPurged;

use crate::app::{App, purge_rehearsal::PurgeRehearsal};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RehearsalPurged) -> anyhow::Result<()> {
    let registrations = event.people.iter().flat_map(|person| &person.registration_ids);
    let purge = PurgeRehearsal {
        agency: RehearsalAgency::parse(&event.agency_code)?,
        registrations: registrations.map(|id| RegistrationId::parse(id)).collect::<Result<_, _>>()?,
        agency_gone: event.agency_gone,
    };
    app.purge_rehearsal(tx, &purge).await
}
