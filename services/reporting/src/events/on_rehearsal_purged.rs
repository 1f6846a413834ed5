//! `RehearsalPurged`: people of a rehearsal are removed, in the end their agency too.

use kernel::EmployeeId;
use proto::registration::v1::RehearsalPurged;
use sqlx::PgConnection;

use crate::{
    app::projection::{Changes, Purge},
    domain::rehearsal::RehearsalAgency,
    store::rehearsals,
};

pub(super) fn project(changes: &mut Changes, message: &RehearsalPurged) -> anyhow::Result<()> {
    let agency = RehearsalAgency::parse(&message.agency_code)?;
    let people = message.people.iter().map(|person| Ok(EmployeeId::parse(&person.employee_id)?.as_uuid()));
    let people = people.collect::<anyhow::Result<Vec<_>>>()?;
    changes.purge(Purge { people, agency: message.agency_gone.then_some(agency) });
    Ok(())
}

/// Removes the files that were asked for. They are no projection: a rebuild hears the message again, and by then another
/// rehearsal may have asked for files of its own.
pub(super) async fn forget_exports(connection: &mut PgConnection, message: &RehearsalPurged) -> anyhow::Result<()> {
    if message.agency_gone {
        rehearsals::purge_exports(connection, &RehearsalAgency::parse(&message.agency_code)?).await?;
    }
    Ok(())
}
