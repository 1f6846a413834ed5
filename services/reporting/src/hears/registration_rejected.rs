//! `RegistrationRejected`: the agency says that a registration is not genuine.

use anyhow::Context as _;
use kernel::{EmployeeId, RegistrationId};
use proto::registration::v1::RegistrationRejected;

use crate::app::projection::{Changes, instant};

pub(super) fn project(changes: &mut Changes, message: RegistrationRejected) -> anyhow::Result<()> {
    let registration_id = RegistrationId::parse(&message.registration_id)?.as_uuid();
    let employee = message.employee.as_ref().context("a registration without an employee")?;
    let employee_id = EmployeeId::parse(&employee.employee_id)?.as_uuid();
    let at = instant(message.rejected_at.as_ref())?;
    changes.registrations_of(employee_id).reject(registration_id, at);
    Ok(())
}
