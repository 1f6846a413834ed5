//! What this service hears: an adapter per event, which reads it and calls a use case in the transaction that remembers it.

mod personal_data_viewed;
mod registration_confirmed;
mod registration_lapsed;
mod registration_rejected;
mod registration_submitted;
mod rehearsal_purged;

use chassis::{
    db::Tx,
    events::{Heard, Listener},
};
use futures::FutureExt as _;
use kernel::{AccountId, RegistrationId};
use proto::registration::v1::{
    RegistrationConfirmed, RegistrationLapsed, RegistrationRejected, RegistrationSubmitted, RehearsalPurged,
};

use crate::app::App;

/// Hears everything that registration, verification and helpdesk tell; what it does not know only advances its aggregate.
#[must_use]
pub(crate) fn listener(app: App) -> Listener {
    Listener::of(app, |app, tx, event| hear(app, tx, event).boxed())
}

/// Applies one event in the transaction that remembers it.
///
/// # Errors
/// The database is away, or the event contradicts what is kept here: it is tried again and then parked.
pub(crate) async fn hear(app: &App, tx: &mut Tx, event: &Heard) -> anyhow::Result<()> {
    chassis::on!(event => hear(app, tx).await {
        RegistrationSubmitted => registration_submitted,
        RegistrationConfirmed => registration_confirmed,
        RegistrationRejected => registration_rejected,
        RegistrationLapsed => registration_lapsed,
        RehearsalPurged => rehearsal_purged,
    });
    if let Some(viewed) = personal_data_viewed::read(event)? {
        return personal_data_viewed::hear(app, tx, event.event_id, viewed).await;
    }
    Ok(())
}

/// An employee's account has the id of its registration.
fn account_of(registration_id: &str) -> anyhow::Result<AccountId> {
    Ok(RegistrationId::parse(registration_id)?.into())
}
