//! A rehearsal was removed: what its people, and in the end its officers, have here goes too.

use chassis::db::Tx;
use kernel::{EmployeeId, RehearsalAgency};
use proto::registration::v1::RehearsalPurged;

use super::account_of;
use crate::app::{App, erase_rehearsal::EraseRehearsal};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RehearsalPurged) -> anyhow::Result<()> {
    let registrations = event.people.iter().flat_map(|person| &person.registration_ids);
    let people = event.people.iter().map(|person| Ok(EmployeeId::parse(&person.employee_id)?.into()));
    let rehearsal = EraseRehearsal {
        agency: RehearsalAgency::parse(&event.agency_code)?,
        accounts: registrations.map(|id| account_of(id)).collect::<anyhow::Result<_>>()?,
        people: people.collect::<anyhow::Result<_>>()?,
        with_officers: event.agency_gone,
    };
    app.erase_rehearsal(tx, rehearsal).await
}
