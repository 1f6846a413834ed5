//! What this service tells, and what it does with what it hears.

pub mod publish;

mod on_agencies_imported;
mod on_campaign_put;
mod on_dossier_submitted;
mod on_employee_data_applied;
mod on_org_units_imported;
mod on_rehearsal_purged;

use chassis::{
    db::Tx,
    events::{Heard, Listener},
};
use futures::FutureExt as _;
use proto::registration::v1::{
    AgenciesImported, CampaignPut, DossierSubmitted, EmployeeDataApplied, OrgUnitsImported, RehearsalPurged,
};

use crate::app::App;

/// Hears everything of every aggregate; what it does not know only advances the aggregate.
#[must_use]
pub fn listener(app: App) -> Listener {
    Listener::new(move |tx, event| {
        let app = app.clone();
        async move { hear(&app, tx, event).await }.boxed()
    })
}

/// Applies one event in the transaction that remembers it.
///
/// # Errors
/// The database is away, or the event contradicts what is kept here: it is tried again and then parked.
pub async fn hear(app: &App, tx: &mut Tx, event: &Heard) -> anyhow::Result<()> {
    if let Some(event) = event.decode::<DossierSubmitted>()? {
        on_dossier_submitted::hear(app, tx, &event).await
    } else if let Some(event) = event.decode::<EmployeeDataApplied>()? {
        on_employee_data_applied::hear(app, tx, &event).await
    } else if let Some(event) = event.decode::<AgenciesImported>()? {
        on_agencies_imported::hear(tx, event).await
    } else if let Some(event) = event.decode::<OrgUnitsImported>()? {
        on_org_units_imported::hear(tx, event).await
    } else if let Some(event) = event.decode::<CampaignPut>()? {
        on_campaign_put::hear(tx, event).await
    } else if let Some(event) = event.decode::<RehearsalPurged>()? {
        on_rehearsal_purged::hear(app, tx, &event).await
    } else {
        Ok(())
    }
}
