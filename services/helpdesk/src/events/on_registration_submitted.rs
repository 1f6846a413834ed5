//! Somebody registered: there is a number to ask about.

use proto::registration::v1::RegistrationSubmitted;
use sqlx::PgConnection;

use super::whose;
use crate::store::registrations;

pub(super) async fn hear(connection: &mut PgConnection, event: &RegistrationSubmitted) -> anyhow::Result<()> {
    let whose = whose(&event.registration_id, event.employee.as_ref(), Some(&event.registration_number))?;
    Ok(registrations::keep(connection, &whose).await?)
}
