//! What is heard: each event is read for what it changes, and a use case applies that.

mod agencies_imported;
mod dossier_completed;
mod dossier_finalised;
mod dossier_recalled;
mod dossier_returned;
mod dossier_submitted;
mod employee_data_applied;
mod employees_imported;
mod org_units_imported;
mod registration_confirmed;
mod registration_lapsed;
mod registration_rejected;
mod registration_submitted;
mod rehearsal_purged;
mod stage_completed;

use chassis::{
    db::Tx,
    events::{Heard, Listener},
};
use futures::{FutureExt as _, future::BoxFuture};
use proto::{
    registration::v1::{
        AgenciesImported, DossierSubmitted, EmployeeDataApplied, EmployeesImported, OrgUnitsImported,
        RegistrationConfirmed, RegistrationLapsed, RegistrationRejected, RegistrationSubmitted, RehearsalPurged,
    },
    verification::v1::{DossierCompleted, DossierFinalised, DossierRecalled, DossierReturned, StageCompleted},
};
use sqlx::PgConnection;

use crate::app::{
    App,
    projection::{Changes, write},
};

/// Events in a transaction. More would save little and hold people and counters for longer.
const MOST: usize = 256;

/// Hears everything that registration and verification tell.
#[must_use]
pub(crate) fn listener(app: App) -> Listener {
    let told = app.feed.clone();
    let listener = Listener::in_batches(MOST, move |tx, events| {
        let app = app.clone();
        async move { hear(&app, tx, events).await }.boxed()
    });
    listener.after_commit(move || told.wake())
}

/// Applies events in the transaction that remembers them.
///
/// # Errors
/// The database is away, or one contradicts what is kept here: it is tried again and then parked.
pub(crate) async fn hear(app: &App, tx: &mut Tx, events: &[&Heard]) -> anyhow::Result<()> {
    // Before any lock: what cannot be read is refused here.
    let changes = changes(events)?;
    app.apply_events(tx, events, changes).await
}

/// Applies events to the projections of a generation. What it does not know changes nothing.
pub(crate) fn project<'a>(
    connection: &'a mut PgConnection,
    generation: i64,
    events: &'a [&'a Heard],
) -> BoxFuture<'a, anyhow::Result<()>> {
    async move { Ok(write(connection, generation, changes(events)?).await?) }.boxed()
}

fn changes(events: &[&Heard]) -> anyhow::Result<Vec<Changes>> {
    let mut all = Vec::new();
    let mut changes = Changes::default();
    for event in events {
        note(&mut changes, event)?;
        if changes.is_closed() {
            all.push(std::mem::take(&mut changes));
        }
    }
    all.push(changes);
    Ok(all)
}

fn note(changes: &mut Changes, event: &Heard) -> anyhow::Result<()> {
    chassis::on!(event => project(changes) {
        EmployeesImported => employees_imported,
        AgenciesImported => agencies_imported,
        OrgUnitsImported => org_units_imported,
        RegistrationSubmitted => registration_submitted,
        RegistrationConfirmed => registration_confirmed,
        RegistrationRejected => registration_rejected,
        RegistrationLapsed => registration_lapsed,
        EmployeeDataApplied => employee_data_applied,
        DossierSubmitted => dossier_submitted,
        StageCompleted => stage_completed,
        DossierRecalled => dossier_recalled,
        DossierReturned => dossier_returned,
        DossierCompleted => dossier_completed,
        DossierFinalised => dossier_finalised,
        RehearsalPurged => rehearsal_purged,
    });
    Ok(())
}
