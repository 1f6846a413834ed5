//! A registration was never completed: its number stands for nobody.

use kernel::RegistrationId;
use proto::registration::v1::RegistrationLapsed;
use sqlx::PgConnection;

use crate::store::registrations;

pub(super) async fn hear(connection: &mut PgConnection, event: &RegistrationLapsed) -> anyhow::Result<()> {
    Ok(registrations::forget(connection, RegistrationId::parse(&event.registration_id)?).await?)
}
