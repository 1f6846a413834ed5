//! A ticket on its way: open, approved while its owner carries it out, resolved or rejected.

#[cfg(test)]
mod random_walk;

use kernel::{AccountId, Claim, ClaimRequired, ClaimedByOther, PersonId, SeparationError, check_not_on_oneself};
use thiserror::Error;
use time::OffsetDateTime;

use super::{desk::Desk, resolution::Resolution, ticket_type::Action};

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Waits for an officer.
    Open,
    /// Its owner carries it out.
    Approved,
    /// Done, or answered.
    Resolved,
    /// Rejected with a note.
    Rejected,
}

/// What rules need to know of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ticket {
    /// Where it stands.
    pub(crate) state: State,
    /// Who answers it; `None` until that could be found out.
    pub(crate) desk: Option<Desk>,
    /// Who works on it, or did last.
    pub(crate) claim: Option<Claim>,
    /// Who wrote it; `None`: a stranger.
    pub(crate) opened_by: Option<PersonId>,
    /// Whom it is about, if somebody is known by the number that was given.
    pub(crate) subject: Option<PersonId>,
    /// What approving does.
    pub(crate) action: Option<Action>,
    /// Counts the approvals.
    pub(crate) attempt: u32,
    /// Why its owner refused the last one.
    pub(crate) refusal_code: Option<String>,
    /// Who decided last.
    pub(crate) decided_by: Option<PersonId>,
    /// Whether it has gone on because nobody answered in time.
    pub(crate) escalated: bool,
    /// When an answer is due.
    pub(crate) due_at: OffsetDateTime,
}

/// An officer as rules see one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decider {
    pub(crate) person: PersonId,
    /// The account that was used.
    pub(crate) account: AccountId,
}

/// It is decided already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the ticket is decided already")]
pub(crate) struct Done;

/// Why nobody takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum ClaimError {
    /// About themselves.
    #[error(transparent)]
    Separation(#[from] SeparationError),
    /// Decided.
    #[error(transparent)]
    Done(#[from] Done),
    /// Somebody works on it.
    #[error(transparent)]
    Claimed(#[from] ClaimedByOther),
}

/// Why it is not decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum DecideError {
    /// About themselves.
    #[error(transparent)]
    Separation(#[from] SeparationError),
    /// Decided.
    #[error(transparent)]
    Done(#[from] Done),
    /// Never claimed, or taken over.
    #[error(transparent)]
    ClaimRequired(#[from] ClaimRequired),
    /// Approving what does nothing, or answering what acts.
    #[error("a ticket of this type is not resolved that way")]
    Unfit,
}

/// Whether something heard is news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// It is, and the ticket has moved.
    Now,
    /// It was heard before, or is over.
    Before,
}

/// Told of an approval that was never given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an approval that was never given")]
pub(crate) struct NeverApproved;

impl Ticket {
    /// Whether this person may look at it as an officer.
    ///
    /// # Errors
    /// They wrote it, or it is about them.
    pub(crate) fn check_separation(&self, officer: PersonId) -> Result<(), SeparationError> {
        [self.opened_by, self.subject]
            .into_iter()
            .flatten()
            .try_for_each(|person| check_not_on_oneself(officer, person))
    }

    /// Takes it, or renews one's claim; until when.
    ///
    /// # Errors
    /// Nothing has changed then.
    pub(crate) fn take(&mut self, officer: Decider, now: OffsetDateTime) -> Result<OffsetDateTime, ClaimError> {
        self.check_separation(officer.person)?;
        self.check_open()?;
        let claim = Claim::take(self.claim, officer.person, officer.account, now)?;
        self.claim = Some(claim);
        Ok(claim.expires_at)
    }

    /// Answers, approves or rejects it.
    ///
    /// # Errors
    /// Nothing has changed then.
    pub(crate) fn decide(&mut self, officer: Decider, resolution: &Resolution) -> Result<(), DecideError> {
        self.check_separation(officer.person)?;
        self.check_open()?;
        Claim::check(self.claim, officer.person)?;
        let state = match (resolution, self.action) {
            (Resolution::Answer, None) => State::Resolved,
            (Resolution::Approve(_), Some(Action::AddReferenceValue)) => State::Approved,
            (Resolution::Reject, _) => State::Rejected,
            (Resolution::Answer, Some(_)) | (Resolution::Approve(_), None) => return Err(DecideError::Unfit),
        };
        if state == State::Approved {
            // Its owner may refuse: then whoever approved goes on.
            self.attempt += 1;
        } else {
            self.claim = None;
        }
        self.state = state;
        self.decided_by = Some(officer.person);
        self.refusal_code = None;
        Ok(())
    }

    /// Its owner has carried an approval out.
    pub(crate) fn done(&mut self, attempt: u32) -> Result<Heard, NeverApproved> {
        let heard = self.told_of(attempt)?;
        if heard == Heard::Now {
            self.state = State::Resolved;
            self.claim = None;
        }
        Ok(heard)
    }

    /// Its owner has refused to: it waits for an officer again, and whoever worked on it keeps it.
    pub(crate) fn refused(&mut self, attempt: u32, code: &str) -> Result<Heard, NeverApproved> {
        let heard = self.told_of(attempt)?;
        if heard == Heard::Now {
            self.state = State::Open;
            self.refusal_code = Some(code.to_owned());
        }
        Ok(heard)
    }

    /// Goes on to BKN Pusat when nobody has answered in time: once. Whether it went.
    pub(crate) fn escalate(&mut self, now: OffsetDateTime) -> bool {
        let overdue = self.state == State::Open && self.due_at <= now;
        let goes = overdue && !self.escalated && self.desk != Some(Desk::Nation);
        if goes {
            self.desk = Some(Desk::Nation);
            self.escalated = true;
            // Whoever worked on it cannot reach it any more.
            self.claim = None;
        }
        goes
    }

    /// Whether somebody works on it.
    #[must_use]
    pub(crate) fn is_claimed(&self, now: OffsetDateTime) -> bool {
        self.state == State::Open && self.claim.is_some_and(|claim| claim.is_live(now))
    }

    fn check_open(&self) -> Result<(), Done> {
        if self.state == State::Open { Ok(()) } else { Err(Done) }
    }

    fn told_of(&self, attempt: u32) -> Result<Heard, NeverApproved> {
        if attempt == 0 || attempt > self.attempt {
            return Err(NeverApproved);
        }
        let awaited = self.state == State::Approved && attempt == self.attempt;
        Ok(if awaited { Heard::Now } else { Heard::Before })
    }
}

impl State {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Open, Self::Approved, Self::Resolved, Self::Rejected];

    /// Stable name, for store and audit trail.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Resolved => "resolved",
            Self::Rejected => "rejected",
        }
    }

    /// Reads exactly what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == text)
    }
}
