//! A rejected registration: the person is told, and everything of theirs here is erased, in one transaction.

use chassis::{ambient::new_id, db::Tx, vault::load_data_key};
use kernel::AccountId;

use super::App;
use crate::{
    SCHEMA,
    domain::letter::Letter,
    store::{
        account_secrets::{self, column},
        accounts::{self, Account},
        erasures, outgoing_mail,
    },
};

impl App {
    /// Queues the notice and erases the account in the caller's transaction; where there is none yet, there will be none.
    pub(crate) async fn erase_rejected(&self, tx: &mut Tx, id: AccountId, reason_code: &str) -> anyhow::Result<()> {
        accounts::hold(tx, id).await?;
        match accounts::find(tx, id).await? {
            Some(account) => {
                self.queue_notice(tx, &account, reason_code).await?;
                self.erase_account(tx, &account).await
            }
            None => Ok(erasures::insert(tx, id, self.clock.now()).await?),
        }
    }

    /// The notice keeps its own copy of the address: the person's key is forgotten with the account.
    async fn queue_notice(&self, tx: &mut Tx, account: &Account, reason_code: &str) -> anyhow::Result<()> {
        let id = account.account_id;
        let email = account_secrets::find(tx, id).await?.and_then(|secrets| secrets.email);
        let key = load_data_key(tx, SCHEMA, &self.master, id.as_uuid()).await?;
        let Some((email, key)) = email.zip(key) else { return Ok(()) };
        let to = key.decrypt(column::EMAIL, &email)?;
        let number = account.registration_number.as_deref().unwrap_or_default();
        let letters::Letter { subject, text } = letters::rejection(number, reason_code);
        let letter = Letter { to: to.to_string(), subject, text };
        let sealed = self.outgoing_mail().seal(&serde_json::to_vec(&letter)?);
        outgoing_mail::insert(tx, new_id(&self.clock), "registration_rejected", &sealed, self.clock.now()).await?;
        Ok(())
    }
}
