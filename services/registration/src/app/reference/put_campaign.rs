//! Opening a campaign, or moving its dates.

use chassis::{
    ambient::new_id,
    audit::{self, Entry, actor},
    db::Tx,
};
use kernel::Caller;
use proto::registration::v1::CampaignPut;
use serde_json::json;
use thiserror::Error;

use crate::{
    SCHEMA,
    app::App,
    domain::reference::campaign::{Broken, Campaign},
    store::reference::campaigns,
    tells, wire,
};

/// Why a campaign was not kept.
#[derive(Debug, Error)]
pub(crate) enum PutCampaignError {
    /// Another campaign goes on, or would, at the same time.
    #[error("another campaign goes on at the same time")]
    Rival {
        /// Its code.
        code: String,
    },
    /// Its data break rules: all of them.
    #[error("the campaign's data break rules")]
    Broken(Vec<Broken>),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for PutCampaignError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Keeps the campaign and tells it; the same one twice is the same as once. There is never a second one that goes on.
    pub(crate) async fn put_campaign(&self, caller: &Caller, campaign: Campaign) -> Result<(), PutCampaignError> {
        let broken = campaign.broken_rules();
        if !broken.is_empty() {
            return Err(PutCampaignError::Broken(broken));
        }
        let (app, actor) = (self.clone(), actor(caller));
        let put = async move |mut tx: Tx| {
            campaigns::take_turn(&mut tx).await?;
            let mut others = campaigns::all(&mut tx).await?;
            others.retain(|other| other.code != campaign.code);
            if let Some(rival) = campaign.rival(&others, app.clock.now()) {
                return Err(PutCampaignError::Rival { code: rival.code.clone() });
            }
            let version = campaigns::put(&mut tx, &campaign).await?;
            let message = CampaignPut { campaign: Some(wire::campaign(&campaign)), version: version.unsigned_abs() };
            tells::campaign_put(&app.outbox, &mut tx, &message).await?;
            let details = json!({
                "campaign": campaign.code,
                "opens_at": campaign.opens_at.unix_timestamp(),
                "registration_closes_at": campaign.registration_closes_at.unix_timestamp(),
                "submission_closes_at": campaign.submission_closes_at.unix_timestamp(),
                "verification_closes_at": campaign.verification_closes_at.unix_timestamp(),
            });
            let entry = Entry { actor: &actor, action: "put_campaign", subject_id: None, details };
            audit::append(&mut tx, SCHEMA, new_id(&app.clock), app.clock.now(), &entry).await?;
            Ok(())
        };
        self.db.write("put_campaign", put).await
    }
}
