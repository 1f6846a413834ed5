//! A registration was not genuine and is erased: its number stands for nobody.

use chassis::db::Tx;
use kernel::RegistrationId;
use proto::registration::v1::RegistrationRejected;

use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: RegistrationRejected) -> anyhow::Result<()> {
    app.forget_registration(tx, RegistrationId::parse(&event.registration_id)?).await
}
