//! The agency has confirmed: the account can sign in.

use anyhow::bail;
use chassis::{db::Tx, events::Aggregate};
use proto::registration::v1::RegistrationConfirmed;

use super::{account_of, publish};
use crate::{
    app::App,
    domain::account::State,
    store::{accounts, erasures},
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: &RegistrationConfirmed) -> anyhow::Result<()> {
    let id = account_of(&event.registration_id)?;
    accounts::hold(tx, id).await?;
    match accounts::find(tx, id).await? {
        Some(account) if matches!(account.state, State::Prepared | State::AwaitingConfirmation) => {
            let version = account.version + 1;
            accounts::set_state(tx, id, State::Open, version).await?;
            let aggregate = Aggregate { id: id.as_uuid(), version };
            Ok(publish::account_opened(&app.outbox, tx, aggregate, account.person_id).await?)
        }
        Some(_) => Ok(()),
        None if erasures::contains(tx, id).await? => Ok(()),
        None => bail!("a confirmed registration has no account"),
    }
}
