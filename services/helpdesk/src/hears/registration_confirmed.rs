//! The agency has confirmed a registration: the employee may belong elsewhere since.

use chassis::db::Tx;
use proto::registration::v1::RegistrationConfirmed;

use super::whose;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RegistrationConfirmed) -> anyhow::Result<()> {
    app.follow_registration(tx, &whose(&event.registration_id, event.employee.as_ref(), None)?).await
}
