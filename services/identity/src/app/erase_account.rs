//! The erasure of an account: what every rejection, lapse and sweep ends in.

use chassis::{db::Tx, events::Aggregate, vault::forget_data_key};

use super::App;
use crate::{
    SCHEMA,
    store::{accounts, accounts::Account, erasures, sessions},
    tells,
};

impl App {
    /// Erases account, secrets and data key in the caller's transaction, which holds the account, and tells it. The id
    /// stays marked: nothing late brings the account back.
    pub(crate) async fn erase_account(&self, tx: &mut Tx, account: &Account) -> anyhow::Result<()> {
        let (id, now) = (account.account_id, self.clock.now());
        sessions::end_all(tx, id, now).await?;
        accounts::delete(tx, id).await?;
        forget_data_key(tx, SCHEMA, id.as_uuid()).await?;
        erasures::insert(tx, id, now).await?;
        let aggregate = Aggregate { id: id.as_uuid(), version: account.version + 1 };
        tells::account_erased(&self.outbox, tx, aggregate).await?;
        Ok(())
    }
}
