//! A registration was not genuine and is erased: its number stands for nobody.

use kernel::RegistrationId;
use proto::registration::v1::RegistrationRejected;
use sqlx::PgConnection;

use crate::store::registrations;

pub(super) async fn hear(connection: &mut PgConnection, event: &RegistrationRejected) -> anyhow::Result<()> {
    Ok(registrations::forget(connection, RegistrationId::parse(&event.registration_id)?).await?)
}
