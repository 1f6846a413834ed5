//! A campaign was opened, or its dates moved: the copy follows.

use anyhow::Context as _;
use chassis::wire::instant;
use proto::registration::v1::CampaignPut;
use sqlx::PgConnection;

use crate::store::campaigns::{self, Campaign};

pub(super) async fn hear(connection: &mut PgConnection, event: CampaignPut) -> anyhow::Result<()> {
    let campaign = event.campaign.context("no campaign")?;
    let closes_at = campaign.verification_closes_at.as_ref().and_then(instant).context("no instant")?;
    let campaign =
        Campaign { code: campaign.code, verification_closes_at: closes_at, version: i64::try_from(event.version)? };
    Ok(campaigns::keep(connection, &campaign).await?)
}
