//! Who works on a ticket: one person, for a limited time.

use kernel::{AccountId, PersonId};
use thiserror::Error;
use time::{Duration, OffsetDateTime};

/// How long a claim lasts.
pub(crate) const TERM: Duration = Duration::minutes(30);

/// A person's claim. It stands until somebody else takes the ticket; only while it is live nobody can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The person: another account of theirs is no other officer.
    pub(crate) by: PersonId,
    /// The account that was used.
    pub(crate) account: AccountId,
    /// From then on anybody else may take it.
    pub(crate) expires_at: OffsetDateTime,
}

/// Somebody else works on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("somebody else has claimed it")]
pub(crate) struct ClaimedByOther;

/// The person has no claim, or lost it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("only who has claimed a ticket decides it")]
pub(crate) struct ClaimRequired;

impl Claim {
    /// Takes a ticket, or renews one's claim.
    ///
    /// # Errors
    /// [`ClaimedByOther`], live.
    pub(crate) fn take(
        kept: Option<Self>,
        by: PersonId,
        account: AccountId,
        now: OffsetDateTime,
    ) -> Result<Self, ClaimedByOther> {
        match kept {
            Some(claim) if claim.by != by && claim.is_live(now) => Err(ClaimedByOther),
            _ => Ok(Self { by, account, expires_at: now + TERM }),
        }
    }

    /// Whether a person may decide by it: one that ran out still stands while nobody else has taken the ticket.
    pub(crate) fn check(kept: Option<Self>, by: PersonId) -> Result<(), ClaimRequired> {
        if kept.is_some_and(|claim| claim.by == by) { Ok(()) } else { Err(ClaimRequired) }
    }

    /// Whether it keeps others away.
    #[must_use]
    pub(crate) fn is_live(&self, now: OffsetDateTime) -> bool {
        now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOON: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn person(number: u128) -> PersonId {
        Uuid::from_u128(number).into()
    }

    fn take(kept: Option<Claim>, by: u128, now: OffsetDateTime) -> Result<Claim, ClaimedByOther> {
        Claim::take(kept, person(by), Uuid::from_u128(by).into(), now)
    }

    #[test]
    fn a_live_claim_keeps_others_away_and_an_expired_one_does_not() {
        let mine = take(None, 1, NOON).unwrap();
        assert_eq!(mine.expires_at, NOON + TERM);
        let last = NOON + TERM - Duration::SECOND;
        assert_eq!(take(Some(mine), 2, last), Err(ClaimedByOther));
        assert_eq!(take(Some(mine), 2, NOON + TERM).unwrap().by, person(2));
        assert_eq!(take(Some(mine), 1, last).unwrap().expires_at, last + TERM);
    }

    #[test]
    fn a_claim_that_ran_out_stands_until_somebody_else_took_the_ticket() {
        let mine = take(None, 1, NOON).unwrap();
        assert_eq!(Claim::check(Some(mine), person(1)), Ok(()));
        let theirs = take(Some(mine), 2, NOON + TERM + TERM).unwrap();
        assert_eq!(Claim::check(Some(theirs), person(1)), Err(ClaimRequired));
        assert_eq!(Claim::check(None, person(1)), Err(ClaimRequired));
    }
}
