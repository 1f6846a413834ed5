//! Something of a rehearsal was removed: the copies follow. Tickets stay, as numbers and audit trail do.

use anyhow::ensure;
use kernel::RegistrationId;
use proto::registration::v1::RehearsalPurged;
use sqlx::PgConnection;

use crate::store::{agencies, registrations};

pub(super) async fn hear(connection: &mut PgConnection, event: &RehearsalPurged) -> anyhow::Result<()> {
    ensure!(event.agency_code.starts_with('X'), "only what is rehearsed is purged");
    for registration in event.people.iter().flat_map(|person| &person.registration_ids) {
        registrations::forget(connection, RegistrationId::parse(registration)?).await?;
    }
    if event.agency_gone {
        agencies::forget(connection, &event.agency_code).await?;
    }
    Ok(())
}
