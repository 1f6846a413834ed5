//! The registration is complete: its account waits for the agency.

use anyhow::bail;
use chassis::db::Tx;
use proto::registration::v1::RegistrationSubmitted;

use super::account_of;
use crate::{
    app::App,
    domain::account::State,
    store::{accounts, erasures},
};

pub(super) async fn hear(_app: &App, tx: &mut Tx, event: &RegistrationSubmitted) -> anyhow::Result<()> {
    let id = account_of(&event.registration_id)?;
    accounts::hold(tx, id).await?;
    match accounts::find(tx, id).await? {
        Some(account) if account.state == State::Prepared => {
            Ok(accounts::set_state(tx, id, State::AwaitingConfirmation, account.version).await?)
        }
        Some(_) => Ok(()),
        None if erasures::contains(tx, id).await? => Ok(()),
        // Somebody holds a number without secrets: parked, for people to see.
        None => bail!("a submitted registration has no account"),
    }
}
