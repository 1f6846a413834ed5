//! A complete registration: its account waits for the agency, and shows itself to whoever has its password.

use anyhow::bail;
use chassis::db::Tx;
use kernel::AccountId;

use super::App;
use crate::{
    domain::account::State,
    store::{accounts, erasures},
};

impl App {
    /// Moves a prepared account on, in the caller's transaction. One that is further, or erased, stays as it is.
    ///
    /// # Errors
    /// There is no account and was none: somebody holds a number without secrets.
    pub(crate) async fn await_confirmation(&self, tx: &mut Tx, id: AccountId) -> anyhow::Result<()> {
        accounts::hold(tx, id).await?;
        match accounts::find(tx, id).await? {
            Some(account) if account.state == State::Prepared => {
                Ok(accounts::set_state(tx, id, State::AwaitingConfirmation, account.version).await?)
            }
            Some(_) => Ok(()),
            None if erasures::contains(tx, id).await? => Ok(()),
            None => bail!("a submitted registration has no account"),
        }
    }
}
