//! What this service does with what it hears: a file per event, which parses and calls a use case.

mod dossier_completed;
mod dossier_recalled;
mod dossier_returned;
mod ticket_approved;

use anyhow::Context as _;
use chassis::{
    db::Tx,
    events::{Heard, Listener},
};
use futures::FutureExt as _;
use kernel::DossierId;
use proto::{
    helpdesk::v1::TicketApproved,
    verification::v1::{DossierCompleted, DossierRecalled, DossierRef, DossierReturned},
};

use crate::app::App;

/// Hears everything that verification tells of dossiers and helpdesk of tickets; what it does not know only advances the
/// aggregate.
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
        DossierRecalled => dossier_recalled,
        DossierReturned => dossier_returned,
        DossierCompleted => dossier_completed,
        TicketApproved => ticket_approved,
    });
    Ok(())
}

/// Which dossier, and which submission of it.
fn submission_of(dossier: Option<&DossierRef>) -> anyhow::Result<(DossierId, u32)> {
    let dossier = dossier.context("an event about no dossier")?;
    Ok((DossierId::parse(&dossier.dossier_id)?, dossier.submission))
}
