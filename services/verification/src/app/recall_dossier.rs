//! The employee takes the submitted dossier back, until somebody has claimed it.

use anyhow::Context as _;
use chassis::{audit::Deed, db::Tx, wire::timestamp};
use kernel::{Caller, DossierId, Person};
use metrics::counter;
use proto::verification::v1::DossierRecalled;
use thiserror::Error;

use super::{
    App,
    facts::{dossier_ref, next_event},
    ports::SubmissionsError,
};
use crate::{
    domain::review::{Heard, RecallError, State},
    store::reviews,
    tells,
};

/// Why it is not taken back.
#[derive(Debug, Error)]
pub(crate) enum RecallDossierError {
    /// Nothing was submitted.
    #[error("nothing submitted")]
    NotFound,
    /// It was submitted a moment ago, and has not come here yet.
    #[error("not here yet")]
    NotOpenYet,
    /// Somebody works on it, or has spoken.
    #[error(transparent)]
    Refused(#[from] RecallError),
    /// Registration did not tell whether something is submitted.
    #[error(transparent)]
    Submissions(#[from] SubmissionsError),
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for RecallDossierError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// What our own books say.
enum Found {
    /// Taken back now.
    Recalled,
    /// Nobody waits for it here: registration knows whether it is on its way.
    Idle(Option<Idle>),
}

/// A review that nobody decides.
struct Idle {
    dossier_id: DossierId,
    submission: u32,
    outcome: Result<(), RecallError>,
}

impl App {
    /// Takes the person's latest dossier back; recalling twice is success.
    pub(crate) async fn recall_dossier(&self, person: &Person, passport: &str) -> Result<(), RecallDossierError> {
        let (app, own) = (self.clone(), person.clone());
        let recall = async move |mut tx| app.recall(&mut tx, &own).await;
        let idle = match self.db.write("recall_dossier", recall).await? {
            Found::Recalled => {
                counter!("epupns_dossiers_recalled_total").increment(1);
                return Ok(());
            }
            Found::Idle(idle) => idle,
        };
        let submitted = self.submissions.submitted(passport).await?;
        let heard = |(dossier, submission): &(DossierId, u32)| {
            idle.as_ref().is_some_and(|idle| idle.dossier_id == *dossier && idle.submission >= *submission)
        };
        if submitted.as_ref().is_some_and(|submitted| !heard(submitted)) {
            return Err(RecallDossierError::NotOpenYet);
        }
        idle.ok_or(RecallDossierError::NotFound)?.outcome.map_err(Into::into)
    }

    async fn recall(&self, tx: &mut Tx, person: &Person) -> Result<Found, RecallDossierError> {
        let dossier = reviews::lock_own(tx, person.person_id).await?;
        let Some(dossier_id) = dossier else { return Ok(Found::Idle(None)) };
        let mut kept = reviews::load(tx, dossier_id).await?.context("a held review vanished")?;
        let (from, submission, now) = (kept.review.state, kept.review.submission, self.clock.now());
        let claimed = kept.claim.is_some_and(|claim| claim.is_live(now));
        match (from, kept.review.recall(claimed)) {
            // Nothing later can be on its way.
            (State::Open(_) | State::Completed, Err(error)) => return Err(error.into()),
            (_, Err(error)) => return Ok(Found::Idle(Some(Idle { dossier_id, submission, outcome: Err(error) }))),
            (_, Ok(Heard::Before)) => return Ok(Found::Idle(Some(Idle { dossier_id, submission, outcome: Ok(()) }))),
            (_, Ok(Heard::Now)) => {}
        }
        let aggregate = next_event(&mut kept);
        let message = DossierRecalled {
            dossier: Some(dossier_ref(&kept.subject, submission)),
            recalled_at: Some(timestamp(now)),
        };
        tells::dossier_recalled(&self.outbox, tx, aggregate, &message).await?;
        let by = Caller::Person(person.clone());
        let deed = Deed { by: &by, action: "recall_dossier", at: now };
        self.keep_moved(tx, &mut kept, Some(from), deed).await?;
        Ok(Found::Recalled)
    }
}
