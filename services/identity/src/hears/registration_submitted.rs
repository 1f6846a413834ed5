//! The registration is complete: its account waits for the agency.

use chassis::db::Tx;
use proto::registration::v1::RegistrationSubmitted;

use super::account_of;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RegistrationSubmitted) -> anyhow::Result<()> {
    app.await_confirmation(tx, account_of(&event.registration_id)?).await
}
