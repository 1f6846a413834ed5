//! A confirmed registration: its account can sign in.

use anyhow::bail;
use chassis::{db::Tx, events::Aggregate};
use kernel::AccountId;

use super::App;
use crate::{
    domain::account::State,
    store::{accounts, erasures},
    tells,
};

impl App {
    /// Opens an employee's account in the caller's transaction, and tells it. One that is open, disabled or erased stays
    /// as it is.
    ///
    /// # Errors
    /// There is no account and was none.
    pub(crate) async fn open_account(&self, tx: &mut Tx, id: AccountId) -> anyhow::Result<()> {
        accounts::hold(tx, id).await?;
        match accounts::find(tx, id).await? {
            Some(account) if matches!(account.state, State::Prepared | State::AwaitingConfirmation) => {
                let version = account.version + 1;
                accounts::set_state(tx, id, State::Open, version).await?;
                let aggregate = Aggregate { id: id.as_uuid(), version };
                Ok(tells::account_opened(&self.outbox, tx, aggregate, account.person_id).await?)
            }
            Some(_) => Ok(()),
            None if erasures::contains(tx, id).await? => Ok(()),
            None => bail!("a confirmed registration has no account"),
        }
    }
}
