//! What this service does with what it hears: an event is parsed, and a use case called in the listener's transaction.

mod agencies_imported;
mod campaign_put;
mod dossier_submitted;
mod employee_data_applied;
mod org_units_imported;
mod rehearsal_purged;

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
pub(crate) fn listener(app: App) -> Listener {
    Listener::of(app, |app, tx, event| hear(app, tx, event).boxed())
}

/// Applies one event in the transaction that remembers it.
///
/// # Errors
/// The database is away, or the event contradicts what is kept here: it is tried again and then parked.
pub(crate) async fn hear(app: &App, tx: &mut Tx, event: &Heard) -> anyhow::Result<()> {
    chassis::on!(event => hear(app, tx).await {
        DossierSubmitted => dossier_submitted,
        EmployeeDataApplied => employee_data_applied,
        AgenciesImported => agencies_imported,
        OrgUnitsImported => org_units_imported,
        CampaignPut => campaign_put,
        RehearsalPurged => rehearsal_purged,
    });
    Ok(())
}
