//! The reservation was never completed: its prepared account goes, and a late PrepareAccount finds the door closed.

use anyhow::bail;
use chassis::db::Tx;
use proto::registration::v1::RegistrationLapsed;

use super::account_of;
use crate::{
    app::App,
    domain::account::State,
    store::{accounts, erasures},
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: &RegistrationLapsed) -> anyhow::Result<()> {
    let id = account_of(&event.registration_id)?;
    accounts::hold(tx, id).await?;
    match accounts::find(tx, id).await? {
        Some(account) if account.state == State::Prepared => app.erase_account(tx, &account).await,
        // A complete registration cannot lapse: parked, before anything is lost.
        Some(_) => bail!("a lapsed registration has an account beyond `prepared`"),
        None => Ok(erasures::insert(tx, id, app.clock.now()).await?),
    }
}
