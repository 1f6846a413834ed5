//! A registration was never finished, or is erased: its number stands for nobody.

use chassis::db::Tx;
use kernel::RegistrationId;

use super::App;
use crate::store::registrations;

impl App {
    /// Forgets who stood behind it; one that was never told of is forgotten already.
    pub(crate) async fn forget_registration(&self, tx: &mut Tx, gone: RegistrationId) -> anyhow::Result<()> {
        Ok(registrations::forget(tx, gone).await?)
    }
}
