//! `RegistrationSubmitted`: somebody has registered.

use anyhow::Context as _;
use kernel::RegistrationId;
use proto::registration::v1::RegistrationSubmitted;
use sqlx::PgConnection;

use crate::{
    app::projection::{Change, employee, instant},
    store::view_registrations::{self, Registration},
};

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &RegistrationSubmitted,
) -> anyhow::Result<()> {
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
    let change = Change::begin(connection, generation, vec![registration.employee_id]).await?;
    view_registrations::submit(connection, generation, &registration).await?;
    let Registration { campaign_code, registered_at, .. } = registration;
    view_registrations::note_campaign(connection, generation, &campaign_code, registered_at).await?;
    Ok(change.finish(connection).await?)
}
