//! A campaign was opened, or its dates moved: the copy follows.

use anyhow::Context as _;
use chassis::{db::Tx, wire::instant};
use proto::registration::v1::CampaignPut;

use crate::{app::App, store::campaigns::Campaign};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: CampaignPut) -> anyhow::Result<()> {
    let campaign = event.campaign.context("no campaign")?;
    let closes_at = campaign.verification_closes_at.as_ref().and_then(instant).context("no instant")?;
    let campaign =
        Campaign { code: campaign.code, verification_closes_at: closes_at, version: i64::try_from(event.version)? };
    app.follow_campaign(tx, &campaign).await
}
