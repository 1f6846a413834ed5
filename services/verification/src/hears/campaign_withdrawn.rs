//! A campaign was taken back: the copy ends nothing any more.

use chassis::db::Tx;
use proto::registration::v1::CampaignWithdrawn;

use super::told_campaign;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: CampaignWithdrawn) -> anyhow::Result<()> {
    app.follow_campaign(tx, &told_campaign(event.campaign, event.version, true)?).await
}
