//! The agency has confirmed a registration: the employee may belong elsewhere since.

use proto::registration::v1::RegistrationConfirmed;
use sqlx::PgConnection;

use super::whose;
use crate::store::registrations;

pub(super) async fn hear(connection: &mut PgConnection, event: &RegistrationConfirmed) -> anyhow::Result<()> {
    let whose = whose(&event.registration_id, event.employee.as_ref(), None)?;
    Ok(registrations::keep(connection, &whose).await?)
}
