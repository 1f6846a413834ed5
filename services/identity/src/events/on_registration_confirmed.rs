//! The agency has confirmed: the account can sign in.

use anyhow::bail;
use chassis::events::Aggregate;
use proto::registration::v1::RegistrationConfirmed;
use sqlx::PgConnection;

use super::{account_of, publish};
use crate::{
    app::App,
    domain::account::State,
    store::{accounts, erasures},
};

pub(super) async fn hear(
    app: &App,
    connection: &mut PgConnection,
    event: &RegistrationConfirmed,
) -> anyhow::Result<()> {
    let id = account_of(&event.registration_id)?;
    accounts::hold(connection, id).await?;
    match accounts::find(connection, id).await? {
        Some(account) if matches!(account.state, State::Prepared | State::AwaitingConfirmation) => {
            let version = account.version + 1;
            accounts::set_state(connection, id, State::Open, version).await?;
            let aggregate = Aggregate { id: id.as_uuid(), version };
            Ok(publish::account_opened(&app.outbox, connection, aggregate, account.person_id).await?)
        }
        Some(_) => Ok(()),
        None if erasures::contains(connection, id).await? => Ok(()),
        None => bail!("a confirmed registration has no account"),
    }
}
