//! What the people of a rehearsal, and its officers, have here is erased: accounts, secrets, sessions, who looked at them.

use chassis::{db::Tx, vault::forget_data_key};
use kernel::{AccountId, PersonId, RehearsalAgency};

use super::App;
use crate::{
    SCHEMA,
    store::{accounts, erasures, rehearsals},
};

/// A part of a rehearsal, to be removed.
pub(crate) struct EraseRehearsal {
    /// Whose rehearsal.
    pub(crate) agency: RehearsalAgency,
    /// Of its people, whether they exist or not: nothing late makes them.
    pub(crate) accounts: Vec<AccountId>,
    /// Whose access logs are forgotten.
    pub(crate) people: Vec<PersonId>,
    /// The last part: nobody is left for its officers to look after.
    pub(crate) with_officers: bool,
}

impl App {
    /// Erases it in the caller's transaction; what is gone already stays so.
    pub(crate) async fn erase_rehearsal(&self, tx: &mut Tx, rehearsal: EraseRehearsal) -> anyhow::Result<()> {
        let EraseRehearsal { agency, mut accounts, people, with_officers } = rehearsal;
        // In one order, so that two replicas that hear at once wait for each other instead of dying.
        accounts.sort_by_key(|id| id.as_uuid());
        for id in accounts {
            if !self.erase_rehearsed(tx, id).await? {
                erasures::insert(tx, id, self.clock.now()).await?;
            }
        }
        let people: Vec<_> = people.into_iter().map(PersonId::as_uuid).collect();
        rehearsals::forget_views(tx, &people).await?;
        if with_officers {
            for officer in rehearsals::officers(tx, &agency).await? {
                self.erase_rehearsed(tx, officer).await?;
            }
        }
        Ok(())
    }

    /// Erases an account and, of an officer without a NIP, the person; false when there is no such account.
    async fn erase_rehearsed(&self, tx: &mut Tx, id: AccountId) -> anyhow::Result<bool> {
        accounts::hold(tx, id).await?;
        let Some(account) = accounts::find(tx, id).await? else { return Ok(false) };
        self.erase_account(tx, &account).await?;
        if rehearsals::forget_declared(tx, account.person_id).await? {
            forget_data_key(tx, SCHEMA, account.person_id.as_uuid()).await?;
        }
        Ok(true)
    }
}
