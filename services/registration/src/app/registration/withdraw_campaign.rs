//! Taking a campaign back that was a mistake, as long as nobody has registered in it.

use chassis::{
    ambient::new_id,
    audit::{self, Entry, actor},
    db::Tx,
};
use kernel::Caller;
use proto::registration::v1::CampaignWithdrawn;
use serde_json::json;
use thiserror::Error;

use crate::{
    SCHEMA,
    app::App,
    domain::reference::campaign::Campaign,
    store::{
        reference::campaigns::{self, Withdrawal},
        registration::{registration_tombstones, registrations},
    },
    tells, wire,
};

/// Why a campaign stays.
#[derive(Debug, Error)]
pub(crate) enum WithdrawCampaignError {
    /// There has never been one of this code.
    #[error("no such campaign")]
    NotFound,
    /// Somebody has registered in it, also if they were rejected since.
    #[error("somebody has registered in the campaign")]
    InUse,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for WithdrawCampaignError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Takes the campaign back and tells it; one that is gone already is gone. Whether it is open does not matter: who registers
    /// at the same moment keeps it, or finds none.
    pub(crate) async fn withdraw_campaign(&self, caller: &Caller, code: String) -> Result<(), WithdrawCampaignError> {
        let (app, actor) = (self.clone(), actor(caller));
        let withdraw = async move |mut tx: Tx| app.withdraw_in(&mut tx, &actor, &code).await;
        self.db.write("withdraw_campaign", withdraw).await
    }

    async fn withdraw_in(&self, tx: &mut Tx, actor: &str, code: &str) -> Result<(), WithdrawCampaignError> {
        campaigns::take_turn(tx).await?;
        let found = campaigns::all(tx).await?.into_iter().find(|campaign| campaign.code == code);
        let Some(campaign) = found else {
            let gone = campaigns::was_withdrawn(tx, code).await?;
            return if gone { Ok(()) } else { Err(WithdrawCampaignError::NotFound) };
        };
        // The server refuses it too, but it would first wait for everybody who registers right now.
        if registrations::any_in_campaign(tx, code).await? || registration_tombstones::any_in_campaign(tx, code).await?
        {
            return Err(WithdrawCampaignError::InUse);
        }
        match campaigns::withdraw(tx, code, self.clock.now()).await? {
            Withdrawal::InUse => Err(WithdrawCampaignError::InUse),
            Withdrawal::Done(version) => Ok(self.tell_withdrawn(tx, actor, &campaign, version).await?),
        }
    }

    async fn tell_withdrawn(&self, tx: &mut Tx, actor: &str, campaign: &Campaign, version: i64) -> anyhow::Result<()> {
        let message = CampaignWithdrawn { campaign: Some(wire::campaign(campaign)), version: version.unsigned_abs() };
        tells::campaign_withdrawn(&self.outbox, tx, &message).await?;
        let details = json!({ "campaign": campaign.code });
        let entry = Entry { actor, action: "withdraw_campaign", subject_id: None, details };
        audit::append(tx, SCHEMA, new_id(&self.clock), self.clock.now(), &entry).await
    }
}
