//! What is heard, and what it does: to the projections of this service, and to the feeds of agencies.

mod on_agencies_imported;
mod on_dossier_completed;
mod on_dossier_finalised;
mod on_dossier_recalled;
mod on_dossier_returned;
mod on_dossier_submitted;
mod on_employee_data_applied;
mod on_employees_imported;
mod on_org_units_imported;
mod on_registration_confirmed;
mod on_registration_lapsed;
mod on_registration_rejected;
mod on_registration_submitted;
mod on_rehearsal_purged;
mod on_stage_completed;

use chassis::{
    db::Tx,
    events::{Heard, Listener},
};
use futures::{FutureExt as _, future::BoxFuture};
use sqlx::PgConnection;

use crate::{
    app::{
        App, feed,
        projection::{Changes, write},
    },
    store::fact_projection,
};

/// Events in a transaction. More would save little and hold people and counters for longer.
const MOST: usize = 256;

/// Hears everything that registration and verification tell.
#[must_use]
pub fn listener(app: App) -> Listener {
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
pub async fn hear(app: &App, tx: &mut Tx, events: &[&Heard]) -> anyhow::Result<()> {
    let Some(first) = events.first() else { return Ok(()) };
    // Before any lock: what cannot be read is refused here.
    let changes = changes(events)?;
    // A rebuild cannot take the live projections away until this is committed.
    let generation = fact_projection::share(tx).await?;
    write(tx, generation, changes).await?;
    for event in events {
        if let Some(event) = event.decode()? {
            on_rehearsal_purged::forget_exports(tx, &event).await?;
        }
    }
    let stripe = i16::from(first.event_id.as_bytes()[15] % 16);
    let newest = events.iter().map(|event| event.occurred_at).fold(first.occurred_at, Ord::max);
    fact_projection::heard(tx, stripe, i64::try_from(events.len())?, newest).await?;
    // Last, since it holds the agencies' counters to the end. A rebuild projects without it: what was told stays told.
    feed::record(tx, app, events).await
}

/// Applies events to the projections of a generation. What it does not know changes nothing.
pub fn project<'a>(
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
    if let Some(event) = event.decode()? {
        on_employees_imported::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_agencies_imported::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_org_units_imported::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_registration_submitted::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_registration_confirmed::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_registration_rejected::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_registration_lapsed::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_employee_data_applied::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_dossier_submitted::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_stage_completed::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_dossier_recalled::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_dossier_returned::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_dossier_completed::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_dossier_finalised::project(changes, &event)
    } else if let Some(event) = event.decode()? {
        on_rehearsal_purged::project(changes, &event)
    } else {
        Ok(())
    }
}
