//! `RegistrationLapsed`: a reservation ended before it was a registration; nothing was ever counted of it.

use kernel::RegistrationId;
use proto::registration::v1::RegistrationLapsed;

use crate::app::projection::Changes;

pub(super) fn project(changes: &mut Changes, message: RegistrationLapsed) -> anyhow::Result<()> {
    changes.lapse(RegistrationId::parse(&message.registration_id)?.as_uuid());
    Ok(())
}
