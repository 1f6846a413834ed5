//! An officer takes a dossier for a limited time.

use chassis::{audit::Deed, db::Tx};
use kernel::{Caller, Claim, ClaimedByOther, DossierId};
use serde_json::json;
use thiserror::Error;
use time::OffsetDateTime;

use super::{
    App,
    desk::{DeskError, Officer},
};
use crate::store::reviews;

/// Why it is not taken.
#[derive(Debug, Error)]
pub(crate) enum ClaimDossierError {
    /// Not within reach, or not theirs to decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// Somebody else works on it.
    #[error(transparent)]
    Claimed(#[from] ClaimedByOther),
}

impl From<sqlx::Error> for ClaimDossierError {
    fn from(error: sqlx::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl From<anyhow::Error> for ClaimDossierError {
    fn from(error: anyhow::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl App {
    /// Takes a dossier, or renews the officer's claim; the instant until which nobody else decides it.
    pub(crate) async fn claim_dossier(
        &self,
        officer: Officer,
        dossier: DossierId,
    ) -> Result<OffsetDateTime, ClaimDossierError> {
        let app = self.clone();
        self.db.write("claim_dossier", async move |mut tx| app.claim(&mut tx, &officer, dossier).await).await
    }

    async fn claim(
        &self,
        tx: &mut Tx,
        officer: &Officer,
        dossier: DossierId,
    ) -> Result<OffsetDateTime, ClaimDossierError> {
        let kept = officer.hold(tx, dossier).await?;
        let now = self.clock.now();
        let person = &officer.person;
        let claim = Claim::take(kept.claim, person.person_id, person.account_id, now)?;
        reviews::set_claim(tx, dossier, Some(claim)).await?;
        // Renewing says nothing new; taking over from somebody does.
        if kept.claim.is_none_or(|before| before.by != claim.by) {
            let by = Caller::Person(person.clone());
            let deed = Deed { by: &by, action: "claim_dossier", at: now };
            let details = json!({ "stage": officer.scope.stage().as_str(), "taken_over": kept.claim.is_some() });
            self.note(tx, &kept, deed, details).await?;
        }
        Ok(claim.expires_at)
    }
}
