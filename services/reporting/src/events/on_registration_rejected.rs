//! `RegistrationRejected`: the agency says that a registration is not genuine.

use anyhow::Context as _;
use kernel::{EmployeeId, RegistrationId};
use proto::registration::v1::RegistrationRejected;
use sqlx::PgConnection;

use crate::{
    app::projection::{Change, instant},
    store::view_registrations,
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &RegistrationRejected,
) -> anyhow::Result<()> {
    let registration_id = RegistrationId::parse(&message.registration_id)?.as_uuid();
    let employee = message.employee.as_ref().context("a registration without an employee")?;
    let employee_id = EmployeeId::parse(&employee.employee_id)?.as_uuid();
    let at = instant(message.rejected_at.as_ref())?;
    let change = Change::begin(connection, generation, vec![employee_id]).await?;
    view_registrations::reject(connection, generation, registration_id, at).await?;
    Ok(change.finish(connection).await?)
}
