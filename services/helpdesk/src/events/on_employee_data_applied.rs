//! Accepted corrections are master data now: the employee may belong to another agency.

use proto::registration::v1::EmployeeDataApplied;
use sqlx::PgConnection;

use super::whose;
use crate::store::registrations;

pub(super) async fn hear(connection: &mut PgConnection, event: &EmployeeDataApplied) -> anyhow::Result<()> {
    let whose = whose(&event.registration_id, event.employee.as_ref(), None)?;
    Ok(registrations::keep(connection, &whose).await?)
}
