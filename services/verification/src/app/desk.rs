//! What every officer's verb begins with: the dossier within the officer's jurisdiction, held, and nobody deciding on
//! themselves or at two stages.

use anyhow::Context as _;
use chassis::db::Tx;
use kernel::{DossierId, Person, SeparationError, VerifierScope, check_decider};
use sqlx::PgConnection;
use thiserror::Error;
use time::OffsetDateTime;

use crate::store::{
    campaigns,
    reviews::{self, Kept},
    stage_officers,
};

/// Why an officer does not get to a dossier.
#[derive(Debug, Error)]
pub(crate) enum DeskError {
    /// Missing, elsewhere, or at another stage: alike.
    #[error("no such dossier here")]
    NotFound,
    /// It is within reach and not theirs to decide.
    #[error(transparent)]
    Separation(#[from] SeparationError),
    /// Too late.
    #[error("verification has closed")]
    Closed {
        /// Since when.
        closed_at: OffsetDateTime,
    },
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for DeskError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// An officer at work.
#[derive(Clone, Debug)]
pub(crate) struct Officer {
    pub(crate) person: Person,
    /// What their queries may touch.
    pub(crate) scope: VerifierScope,
}

impl Officer {
    /// The verifier that a person is; `None` for everyone else.
    #[must_use]
    pub(crate) fn of(person: &Person) -> Option<Self> {
        Some(Self { person: person.clone(), scope: VerifierScope::of(person)? })
    }

    /// Holds a dossier within the officer's jurisdiction until the transaction ends, wherever it stands.
    pub(super) async fn hold_anywhere(&self, tx: &mut Tx, dossier: DossierId) -> Result<Option<Kept>, DeskError> {
        if !reviews::lock_in_scope(tx, dossier, &self.scope).await? {
            return Ok(None);
        }
        Ok(Some(reviews::load(tx, dossier).await?.context("a held review vanished")?))
    }

    /// Holds a dossier that waits at the officer's stage until the transaction ends.
    pub(super) async fn hold(&self, tx: &mut Tx, dossier: DossierId) -> Result<Kept, DeskError> {
        let kept = self.hold_anywhere(tx, dossier).await?.filter(|kept| self.is_at_stage(kept));
        let kept = kept.ok_or(DeskError::NotFound)?;
        self.check_separation(tx, &kept).await?;
        Ok(kept)
    }

    /// Whether it waits at the officer's stage.
    pub(super) fn is_at_stage(&self, kept: &Kept) -> bool {
        kept.review.stage() == Some(self.scope.stage())
    }

    /// Whether this person may decide it, given who has.
    pub(super) async fn check_separation(&self, connection: &mut PgConnection, kept: &Kept) -> Result<(), DeskError> {
        let deciders = stage_officers::of(connection, kept.subject.dossier_id).await?;
        let (officer, subject) = (self.person.person_id, kept.subject.person_id);
        Ok(check_decider(officer, subject, self.scope.stage(), &deciders)?)
    }
}

/// Whether anything is decided at all; a campaign that nobody has told of does not end.
pub(super) async fn check_not_closed(
    connection: &mut PgConnection,
    kept: &Kept,
    now: OffsetDateTime,
) -> Result<(), DeskError> {
    match campaigns::closes_at(connection, &kept.subject.campaign_code).await? {
        Some(closed_at) if closed_at <= now => Err(DeskError::Closed { closed_at }),
        _ => Ok(()),
    }
}
