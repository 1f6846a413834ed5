//! What this service does with what it hears: an event is parsed, and a use case called in the listener's transaction.

mod agencies_imported;
mod campaign_put;
mod campaign_withdrawn;
mod dossier_submitted;
mod employee_data_applied;
mod org_units_imported;
mod rehearsal_purged;

use anyhow::Context as _;
use chassis::{
    db::Tx,
    events::{Heard, Listener},
    wire::instant,
};
use futures::FutureExt as _;
use proto::registration::v1::{
    AgenciesImported, Campaign as CampaignMessage, CampaignPut, CampaignWithdrawn, DossierSubmitted,
    EmployeeDataApplied, OrgUnitsImported, RehearsalPurged,
};

use crate::{app::App, store::campaigns::Campaign};

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
        CampaignWithdrawn => campaign_withdrawn,
        RehearsalPurged => rehearsal_purged,
    });
    Ok(())
}

/// What is told of a campaign, as it is kept here.
fn told_campaign(campaign: Option<CampaignMessage>, version: u64, withdrawn: bool) -> anyhow::Result<Campaign> {
    let campaign = campaign.context("no campaign")?;
    let closes_at = campaign.verification_closes_at.as_ref().and_then(instant).context("no instant")?;
    let version = i64::try_from(version)?;
    Ok(Campaign { code: campaign.code, verification_closes_at: closes_at, withdrawn, version })
}
