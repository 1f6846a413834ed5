//! A campaign was opened, or its dates moved: the copy follows.

use chassis::db::Tx;
use proto::registration::v1::CampaignPut;

use super::told_campaign;
use crate::app::App;

pub(super) async fn hear(app: &App, tx: &mut Tx, event: CampaignPut) -> anyhow::Result<()> {
    app.follow_campaign(tx, &told_campaign(event.campaign, event.version, false)?).await
}
