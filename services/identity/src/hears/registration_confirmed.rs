//! The agency has confirmed: the account can sign in.

use chassis::db::Tx;
use proto::registration::v1::RegistrationConfirmed;

use super::account_of;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RegistrationConfirmed) -> anyhow::Result<()> {
    app.open_account(tx, account_of(&event.registration_id)?).await
}
