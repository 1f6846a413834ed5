//! A reservation that was never completed: its prepared account goes, and a late one finds the door closed.

use anyhow::bail;
use chassis::db::Tx;
use kernel::AccountId;

use super::App;
use crate::{
    domain::account::State,
    store::{accounts, erasures},
};

impl App {
    /// Erases a prepared account in the caller's transaction; where there is none yet, there will be none.
    ///
    /// # Errors
    /// The account is beyond `prepared`. A complete registration cannot lapse: people look before anything is lost.
    pub(crate) async fn erase_lapsed(&self, tx: &mut Tx, id: AccountId) -> anyhow::Result<()> {
        accounts::hold(tx, id).await?;
        match accounts::find(tx, id).await? {
            Some(account) if account.state == State::Prepared => self.erase_account(tx, &account).await,
            Some(_) => bail!("a lapsed registration has an account beyond `prepared`"),
            None => Ok(erasures::insert(tx, id, self.clock.now()).await?),
        }
    }
}
