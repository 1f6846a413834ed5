//! The agency has rejected: the person is told, and everything of theirs here is erased.

use chassis::db::Tx;
use proto::registration::v1::RegistrationRejected;

use super::account_of;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RegistrationRejected) -> anyhow::Result<()> {
    app.erase_rejected(tx, account_of(&event.registration_id)?, &event.reason_code).await
}
