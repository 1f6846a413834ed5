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
mod on_stage_completed;

use chassis::events::{Heard, Listener};
use futures::{FutureExt as _, future::BoxFuture};
use sqlx::PgConnection;

use crate::{
    app::{App, feed},
    store::fact_projection,
};

/// Hears everything that registration and verification tell.
#[must_use]
pub fn listener(app: App) -> Listener {
    let told = app.feed.clone();
    let listener = Listener::new(move |connection, event| {
        let app = app.clone();
        async move { hear(&app, connection, event).await }.boxed()
    });
    listener.after_commit(move || told.wake())
}

/// Applies one event in the transaction that remembers it.
///
/// # Errors
/// The database is away, or the event contradicts what is kept here: it is tried again and then parked.
pub async fn hear(app: &App, connection: &mut PgConnection, event: &Heard) -> anyhow::Result<()> {
    // A rebuild cannot take the live projections away until this is committed.
    let generation = fact_projection::share(connection).await?;
    project(connection, generation, event).await?;
    let stripe = i16::from(event.event_id.as_bytes()[15] % 16);
    fact_projection::heard(connection, stripe, event.occurred_at).await?;
    // Last, since it holds the agencies' counters to the end. A rebuild projects without it: what was told stays told.
    feed::record(connection, app, event).await
}

/// Applies one event to the projections of a generation. What it does not know changes nothing.
pub fn project<'a>(
    connection: &'a mut PgConnection,
    generation: i64,
    event: &'a Heard,
) -> BoxFuture<'a, anyhow::Result<()>> {
    async move {
        if let Some(event) = event.decode()? {
            on_employees_imported::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_agencies_imported::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_org_units_imported::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_registration_submitted::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_registration_confirmed::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_registration_rejected::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_registration_lapsed::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_employee_data_applied::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_dossier_submitted::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_stage_completed::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_dossier_recalled::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_dossier_returned::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_dossier_completed::project(connection, generation, &event).await
        } else if let Some(event) = event.decode()? {
            on_dossier_finalised::project(connection, generation, &event).await
        } else {
            Ok(())
        }
    }
    .boxed()
}
