//! The reservation was never completed: its prepared account goes, and a late PrepareAccount finds the door closed.

use anyhow::bail;
use proto::registration::v1::RegistrationLapsed;
use sqlx::PgConnection;

use super::account_of;
use crate::{
    app::App,
    domain::account::State,
    store::{accounts, erasures},
};

pub(super) async fn hear(app: &App, connection: &mut PgConnection, event: &RegistrationLapsed) -> anyhow::Result<()> {
    let id = account_of(&event.registration_id)?;
    accounts::hold(connection, id).await?;
    match accounts::find(connection, id).await? {
        Some(account) if account.state == State::Prepared => app.erase_account(connection, &account).await,
        // A complete registration cannot lapse: parked, before anything is lost.
        Some(_) => bail!("a lapsed registration has an account beyond `prepared`"),
        None => Ok(erasures::insert(connection, id, app.clock.now()).await?),
    }
}
