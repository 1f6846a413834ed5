//! `RegistrationSubmitted`: somebody has registered.

use anyhow::Context as _;
use kernel::RegistrationId;
use proto::registration::v1::RegistrationSubmitted;

use crate::{
    app::projection::{Changes, employee, instant},
    domain::registration::Registration,
};

pub(super) fn project(changes: &mut Changes, message: RegistrationSubmitted) -> anyhow::Result<()> {
    let employee = employee(message.employee.as_ref().context("a registration without an employee")?)?;
    let registration = Registration {
        registration_id: RegistrationId::parse(&message.registration_id)?.as_uuid(),
        employee_id: employee.employee_id,
        campaign_code: message.campaign_code.clone(),
        number: message.registration_number.clone(),
        nip: employee.nip,
        name: message.name.clone(),
        agency_code: employee.agency_code,
        unit_code: employee.unit_code,
        registered_at: instant(message.registered_at.as_ref())?,
    };
    changes.registrations_of(registration.employee_id).submit(registration);
    Ok(())
}
