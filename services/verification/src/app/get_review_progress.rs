//! How an employee's own dossier fares.

use std::collections::BTreeMap;

use anyhow::Context as _;
use kernel::{PersonId, Stage};
use thiserror::Error;

use super::App;
use crate::{
    domain::review::State,
    store::{
        decisions::{self, Spoken},
        reviews,
    },
};

/// How it fares.
pub(crate) struct ReviewProgress {
    /// Where it stands.
    pub(crate) state: State,
    /// Number of the submission.
    pub(crate) submission: u32,
    /// Whether an officer works on it.
    pub(crate) claimed: bool,
    /// Fields of which something was said, in the catalogue's order: the latest word of each stage.
    pub(crate) fields: Vec<(String, Vec<Spoken>)>,
}

/// Why nothing can be told.
#[derive(Debug, Error)]
pub(crate) enum GetReviewProgressError {
    /// Nothing was submitted.
    #[error("nothing submitted")]
    NotFound,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for GetReviewProgressError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// The latest dossier of this person.
    pub(crate) async fn get_review_progress(&self, person: PersonId) -> Result<ReviewProgress, GetReviewProgressError> {
        let mut connection = self.db.read().await?;
        let dossier = reviews::find_own(&mut connection, person).await?.ok_or(GetReviewProgressError::NotFound)?;
        let kept = reviews::load(&mut connection, dossier).await?.context("a review vanished")?;
        // What an officer is still working on is not said yet.
        let mut said: BTreeMap<String, BTreeMap<Stage, Spoken>> = BTreeMap::new();
        for spoken in decisions::history(&mut connection, dossier, None).await? {
            said.entry(spoken.key.clone()).or_default().insert(spoken.stage, spoken);
        }
        let fields = kept.review.items.iter().filter_map(|item| said.remove_entry(&item.key));
        Ok(ReviewProgress {
            state: kept.review.state,
            submission: kept.review.submission,
            claimed: kept.claim.is_some_and(|claim| claim.is_live(self.clock.now())),
            fields: fields.map(|(key, verdicts)| (key, verdicts.into_values().collect())).collect(),
        })
    }
}
