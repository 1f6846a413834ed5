//! Who works on something that several could decide: one person, for a limited time.

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::ids::{AccountId, PersonId};

/// A person's claim on a dossier or a ticket. It stands until somebody else takes it; only while it is live nobody can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The person: another account of theirs is no other officer.
    pub by: PersonId,
    /// The account that was used.
    pub account: AccountId,
    /// From then on anybody else may take it.
    pub expires_at: OffsetDateTime,
}

/// Somebody else works on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("somebody else has claimed it")]
pub struct ClaimedByOther;

/// The person has no claim, or lost it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("only who has claimed it decides it")]
pub struct ClaimRequired;

impl Claim {
    /// How long a claim lasts from when it was taken or renewed.
    pub const TERM: Duration = Duration::minutes(30);

    /// The claim that a row keeps in three columns, which are null together.
    #[must_use]
    pub fn kept(by: Option<Uuid>, account: Option<Uuid>, expires_at: Option<OffsetDateTime>) -> Option<Self> {
        Some(Self { by: by?.into(), account: account?.into(), expires_at: expires_at? })
    }

    /// Takes something, or renews one's claim.
    ///
    /// # Errors
    /// [`ClaimedByOther`], live.
    pub fn take(
        kept: Option<Self>,
        by: PersonId,
        account: AccountId,
        now: OffsetDateTime,
    ) -> Result<Self, ClaimedByOther> {
        match kept {
            Some(claim) if claim.by != by && claim.is_live(now) => Err(ClaimedByOther),
            _ => Ok(Self { by, account, expires_at: now + Self::TERM }),
        }
    }

    /// Whether a person may decide by it: one that ran out still stands while nobody else has taken it.
    ///
    /// # Errors
    /// [`ClaimRequired`].
    pub fn check(kept: Option<Self>, by: PersonId) -> Result<(), ClaimRequired> {
        if kept.is_some_and(|claim| claim.by == by) { Ok(()) } else { Err(ClaimRequired) }
    }

    /// Renews the claim of somebody who decides part by part, if they [may](Self::check).
    ///
    /// # Errors
    /// [`ClaimRequired`].
    pub fn renew(
        kept: Option<Self>,
        by: PersonId,
        account: AccountId,
        now: OffsetDateTime,
    ) -> Result<Self, ClaimRequired> {
        Self::check(kept, by)?;
        Ok(Self { by, account, expires_at: now + Self::TERM })
    }

    /// Whether it keeps others away.
    #[must_use]
    pub fn is_live(&self, now: OffsetDateTime) -> bool {
        now < self.expires_at
    }
}
