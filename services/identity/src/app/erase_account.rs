//! The erasure of an account: what every rejection, lapse and sweep ends in.

use chassis::{events::Aggregate, vault::forget_data_key};
use sqlx::PgConnection;

use super::App;
use crate::{
    SCHEMA,
    events::publish,
    store::{accounts, accounts::Account, erasures, sessions},
};

impl App {
    /// Erases account, secrets and data key in the caller's transaction, which holds the account, and tells it. The id
    /// stays marked: nothing late brings the account back.
    ///
    /// # Errors
    /// The database is away.
    pub(crate) async fn erase_account(&self, connection: &mut PgConnection, account: &Account) -> anyhow::Result<()> {
        let (id, now) = (account.account_id, self.clock.now());
        sessions::end_all(connection, id, now).await?;
        accounts::delete(connection, id).await?;
        forget_data_key(connection, SCHEMA, id.as_uuid()).await?;
        erasures::insert(connection, id, now).await?;
        let aggregate = Aggregate { id: id.as_uuid(), version: account.version + 1 };
        publish::account_erased(&self.outbox, connection, aggregate).await?;
        Ok(())
    }
}
