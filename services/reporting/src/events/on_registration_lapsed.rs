//! `RegistrationLapsed`: a reservation ended before it was a registration; nothing was ever counted of it.

use kernel::RegistrationId;
use proto::registration::v1::RegistrationLapsed;
use sqlx::PgConnection;

use crate::store::view_registrations;

pub(super) async fn project(
    connection: &mut PgConnection,
    generation: i64,
    message: &RegistrationLapsed,
) -> anyhow::Result<()> {
    let registration_id = RegistrationId::parse(&message.registration_id)?.as_uuid();
    Ok(view_registrations::lapse(connection, generation, registration_id).await?)
}
