//! A rehearsal was removed: accounts, secrets, sessions of its people, and in the end of its officers, go too.

use chassis::{db::Tx, vault::forget_data_key};
use kernel::{AccountId, EmployeeId};
use proto::registration::v1::RehearsalPurged;

use super::account_of;
use crate::{
    SCHEMA,
    app::App,
    domain::rehearsal::RehearsalAgency,
    store::{accounts, erasures, rehearsals},
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: &RehearsalPurged) -> anyhow::Result<()> {
    let agency = RehearsalAgency::parse(&event.agency_code)?;
    let registrations = event.people.iter().flat_map(|person| &person.registration_ids);
    let mut gone = registrations.map(|id| account_of(id)).collect::<anyhow::Result<Vec<_>>>()?;
    // In one order, so that two replicas that hear at once wait for each other instead of dying.
    gone.sort_by_key(|id| id.as_uuid());
    for id in gone {
        if !erase(app, tx, id).await? {
            erasures::insert(tx, id, app.clock.now()).await?;
        }
    }
    let people = event.people.iter().map(|person| Ok(EmployeeId::parse(&person.employee_id)?.as_uuid()));
    rehearsals::forget_views(tx, &people.collect::<anyhow::Result<Vec<_>>>()?).await?;
    if event.agency_gone {
        for officer in rehearsals::officers(tx, &agency).await? {
            erase(app, tx, officer).await?;
        }
    }
    Ok(())
}

/// Erases an account and, of an officer without a NIP, the person; false when there is no such account.
async fn erase(app: &App, tx: &mut Tx, id: AccountId) -> anyhow::Result<bool> {
    accounts::hold(tx, id).await?;
    let Some(account) = accounts::find(tx, id).await? else { return Ok(false) };
    app.erase_account(tx, &account).await?;
    if rehearsals::forget_declared(tx, account.person_id).await? {
        forget_data_key(tx, SCHEMA, account.person_id.as_uuid()).await?;
    }
    Ok(true)
}
