//! All campaigns, for whoever operates them.

use std::collections::HashMap;

use crate::{
    app::App,
    domain::reference::campaign::{Campaign, current},
    store::{
        reference::campaigns,
        registration::{registration_tombstones, registrations},
    },
};

/// A campaign, and who has registered in it.
#[derive(Debug)]
pub(crate) struct CampaignStanding {
    pub(crate) campaign: Campaign,
    /// The one that counts now.
    pub(crate) current: bool,
    /// Live registrations.
    pub(crate) registrations: i64,
    /// Rejected ones.
    pub(crate) rejected: i64,
}

impl App {
    /// All there are, by code.
    pub(crate) async fn list_campaigns(&self) -> anyhow::Result<Vec<CampaignStanding>> {
        let mut connection = self.db.read().await?;
        let campaigns = campaigns::all(&mut connection).await?;
        let registered: HashMap<_, _> = registrations::count_by_campaign(&mut connection).await?.into_iter().collect();
        let rejected: HashMap<_, _> =
            registration_tombstones::count_by_campaign(&mut connection).await?.into_iter().collect();
        let counts = current(&campaigns, self.clock.now()).map(|campaign| campaign.code.clone());
        let standing = |campaign: Campaign| CampaignStanding {
            current: counts.as_ref() == Some(&campaign.code),
            registrations: registered.get(&campaign.code).copied().unwrap_or(0),
            rejected: rejected.get(&campaign.code).copied().unwrap_or(0),
            campaign,
        };
        Ok(campaigns.into_iter().map(standing).collect())
    }
}
