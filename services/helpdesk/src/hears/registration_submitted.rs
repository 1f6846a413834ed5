//! Somebody registered: there is a number to ask about.

use chassis::db::Tx;
use proto::registration::v1::RegistrationSubmitted;

use super::whose;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RegistrationSubmitted) -> anyhow::Result<()> {
    let whose = whose(&event.registration_id, event.employee.as_ref(), Some(&event.registration_number))?;
    app.follow_registration(tx, &whose).await
}
