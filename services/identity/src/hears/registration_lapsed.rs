//! The reservation was never completed: its prepared account goes, and a late PrepareAccount finds the door closed.

use chassis::db::Tx;
use proto::registration::v1::RegistrationLapsed;

use super::account_of;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RegistrationLapsed) -> anyhow::Result<()> {
    app.erase_lapsed(tx, account_of(&event.registration_id)?).await
}
