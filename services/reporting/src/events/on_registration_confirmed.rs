//! `RegistrationConfirmed`: the agency says that a registration is genuine.

use anyhow::Context as _;
use kernel::{EmployeeId, RegistrationId};
use proto::registration::v1::RegistrationConfirmed;
use sqlx::PgConnection;

use crate::{
    app::projection::{Change, instant},
    store::view_registrations,
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &RegistrationConfirmed,
) -> anyhow::Result<()> {
    let registration_id = RegistrationId::parse(&message.registration_id)?.as_uuid();
    let employee = message.employee.as_ref().context("a registration without an employee")?;
    let employee_id = EmployeeId::parse(&employee.employee_id)?.as_uuid();
    let at = instant(message.confirmed_at.as_ref())?;
    let change = Change::begin(connection, generation, vec![employee_id]).await?;
    view_registrations::confirm(connection, generation, registration_id, at).await?;
    Ok(change.finish(connection).await?)
}
