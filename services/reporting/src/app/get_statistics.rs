//! The nation in a few numbers.

use time::OffsetDateTime;

use super::App;
use crate::{
    domain::{area::Area, counts::Counts},
    store::{fact_projection, view_counts, view_registrations},
};

/// What the front page shows.
pub(crate) struct Statistics {
    /// Without the agencies of rehearsals.
    pub(crate) nation: Counts,
    /// Empty before the first registration of all.
    pub(crate) campaign_code: String,
    /// When the newest event that is counted happened; none before the first.
    pub(crate) as_of: Option<OffsetDateTime>,
}

impl App {
    /// Counts the nation in the latest campaign.
    pub(crate) async fn get_statistics(&self) -> anyhow::Result<Statistics> {
        let mut connection = self.db.read().await?;
        let generation = fact_projection::current(&mut connection).await?;
        let as_of = fact_projection::as_of(&mut connection).await?;
        let campaign = view_registrations::latest_campaign(&mut connection, generation).await?.unwrap_or_default();
        let nation = view_counts::of_area(&mut connection, generation, &campaign, &Area::NATION).await?;
        Ok(Statistics { nation, campaign_code: campaign, as_of })
    }
}
