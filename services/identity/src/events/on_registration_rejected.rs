//! The agency has rejected: the person is told, and everything of theirs here is erased, in one transaction.

use chassis::{ambient::new_id, db::Tx, vault::load_data_key};
use proto::registration::v1::RegistrationRejected;

use super::account_of;
use crate::{
    SCHEMA,
    app::App,
    domain::letter::Letter,
    store::{
        account_secrets::{self, column},
        accounts::{self, Account},
        erasures, outgoing_mail,
    },
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: &RegistrationRejected) -> anyhow::Result<()> {
    let id = account_of(&event.registration_id)?;
    accounts::hold(tx, id).await?;
    match accounts::find(tx, id).await? {
        Some(account) => {
            queue_notice(app, tx, &account, &event.reason_code).await?;
            app.erase_account(tx, &account).await
        }
        None => Ok(erasures::insert(tx, id, app.clock.now()).await?),
    }
}

/// The notice keeps its own copy of the address: the person's key is forgotten with the account.
async fn queue_notice(app: &App, tx: &mut Tx, account: &Account, reason_code: &str) -> anyhow::Result<()> {
    let id = account.account_id;
    let email = account_secrets::find(tx, id).await?.and_then(|secrets| secrets.email);
    let key = load_data_key(tx, SCHEMA, &app.master, id.as_uuid()).await?;
    let Some((email, key)) = email.zip(key) else { return Ok(()) };
    let to = key.decrypt(column::EMAIL, &email)?;
    let number = account.registration_number.as_deref().unwrap_or_default();
    let letter = Letter::rejection(&to, number, reason_code);
    let sealed = app.outgoing_mail().seal(&serde_json::to_vec(&letter)?);
    outgoing_mail::insert(tx, new_id(&app.clock), "registration_rejected", &sealed, app.clock.now()).await?;
    Ok(())
}
