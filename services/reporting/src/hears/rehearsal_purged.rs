//! `RehearsalPurged`: people of a rehearsal are removed, in the end their agency too.

use kernel::{EmployeeId, RehearsalAgency};
use proto::registration::v1::RehearsalPurged;

use crate::app::projection::{Changes, Purge};

pub(super) fn project(changes: &mut Changes, message: RehearsalPurged) -> anyhow::Result<()> {
    let agency = RehearsalAgency::parse(&message.agency_code)?;
    let people = message.people.iter().map(|person| Ok(EmployeeId::parse(&person.employee_id)?.as_uuid()));
    let people = people.collect::<anyhow::Result<Vec<_>>>()?;
    changes.purge(Purge { people, agency: message.agency_gone.then_some(agency) });
    Ok(())
}
