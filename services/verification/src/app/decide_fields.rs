//! An officer's words on fields; each is kept or refused by itself, and the latest counts until the stage is completed.

use std::collections::BTreeSet;

use chassis::{audit::Deed, db::Tx};
use kernel::{Caller, Claim, ClaimRequired, DossierId};
use serde_json::json;
use thiserror::Error;
use time::OffsetDateTime;

use super::{
    App,
    desk::{DeskError, Officer, check_not_closed},
};
use crate::{
    domain::{
        decision::{DecisionError, Said},
        review::Review,
    },
    store::{
        decisions::{self, Speaker},
        reviews, stage_officers,
    },
};

/// Decisions on one dossier, as far as they could be read.
#[derive(Debug)]
pub(crate) struct DecideFields {
    /// Which dossier.
    pub(crate) dossier_id: DossierId,
    /// The submission that was looked at.
    pub(crate) submission: u32,
    /// Key and what is said of it.
    pub(crate) decisions: Vec<(String, Result<Said, DecisionError>)>,
}

/// What became of them.
#[derive(Debug)]
pub(crate) struct FieldsDecided {
    /// One per decision, same order.
    pub(crate) results: Vec<Result<(), DecisionError>>,
    /// The claim was renewed until then.
    pub(crate) claim_expires_at: OffsetDateTime,
}

/// Why none of them is kept.
#[derive(Debug, Error)]
pub(crate) enum DecideFieldsError {
    /// Not within reach, or not theirs to decide.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The dossier was handed in again meanwhile.
    #[error("another submission is being decided")]
    Outdated,
    /// Never claimed, or taken over.
    #[error(transparent)]
    ClaimRequired(#[from] ClaimRequired),
}

impl From<sqlx::Error> for DecideFieldsError {
    fn from(error: sqlx::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl From<anyhow::Error> for DecideFieldsError {
    fn from(error: anyhow::Error) -> Self {
        DeskError::from(error).into()
    }
}

impl App {
    /// Keeps decisions, and renews the claim.
    ///
    /// # Errors
    /// Nothing is kept then.
    pub(crate) async fn decide_fields(
        &self,
        officer: Officer,
        command: DecideFields,
    ) -> Result<FieldsDecided, DecideFieldsError> {
        let app = self.clone();
        self.db.write("decide_fields", async move |mut tx| app.decide(&mut tx, &officer, command).await).await
    }

    async fn decide(
        &self,
        tx: &mut Tx,
        officer: &Officer,
        command: DecideFields,
    ) -> Result<FieldsDecided, DecideFieldsError> {
        let kept = officer.hold(tx, command.dossier_id).await?;
        if kept.review.submission != command.submission {
            return Err(DecideFieldsError::Outdated);
        }
        let (person, stage, now) = (&officer.person, officer.scope.stage(), self.clock.now());
        check_not_closed(tx, &kept, now).await?;
        let claim = Claim::renew(kept.claim, person.person_id, person.account_id, now)?;
        reviews::set_claim(tx, command.dossier_id, Some(claim)).await?;
        let (results, mut said) = sorted(&kept.review, command.decisions);
        let refused = results.iter().filter(|result| result.is_err()).count();
        let before = decisions::latest(tx, command.dossier_id, command.submission, stage).await?;
        // What was said already is not said again: a repeated command leaves no second trace.
        said.retain(|(key, said)| before.get(key) != Some(said));
        if !said.is_empty() {
            let subject = kept.subject.person_id;
            stage_officers::keep(tx, command.dossier_id, subject, stage, person.person_id).await?;
            let speaker = Speaker {
                dossier_id: command.dossier_id,
                submission: command.submission,
                stage,
                person_id: person.person_id,
                at: now,
            };
            decisions::append(tx, &speaker, &said).await?;
            let by = Caller::Person(person.clone());
            let deed = Deed { by: &by, action: "decide_fields", at: now };
            let details = json!({ "stage": stage.as_str(), "decided": said.len(), "refused": refused });
            self.note(tx, &kept, deed, details).await?;
        }
        Ok(FieldsDecided { results, claim_expires_at: claim.expires_at })
    }
}

type Sorted = (Vec<Result<(), DecisionError>>, Vec<(String, Said)>);

/// Which decisions the review takes, and what is said by these.
fn sorted(review: &Review, decisions: Vec<(String, Result<Said, DecisionError>)>) -> Sorted {
    let (mut results, mut kept, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (key, said) in decisions {
        let result = if seen.insert(key.clone()) {
            said.and_then(|said| review.check(&key, said.verdict).map(|()| kept.push((key, said))))
        } else {
            Err(DecisionError::Repeated)
        };
        results.push(result);
    }
    (results, kept)
}
