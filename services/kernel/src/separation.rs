//! Separation of duties: who may not decide, however much they are permitted to.

use crate::coded::Coded;
use crate::ids::PersonId;
use crate::role::Role;

/// A level of verification, in the order in which a dossier passes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Level 1: the org unit.
    Skpd,
    /// Level 2: the agency.
    Bkd,
    /// Level 3: the regional office, or BKN Pusat for central agencies.
    KanregBkn,
}

/// The text names no stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a stage is skpd, bkd or kanreg_bkn")]
pub struct StageError;

impl Coded for StageError {
    fn code(&self) -> &'static str {
        "STAGE_UNKNOWN"
    }
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 3] = [Self::Skpd, Self::Bkd, Self::KanregBkn];

    /// Stable name, for stores and logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skpd => "skpd",
            Self::Bkd => "bkd",
            Self::KanregBkn => "kanreg_bkn",
        }
    }

    /// Reads exactly what [`as_str`](Self::as_str) writes.
    ///
    /// # Errors
    /// [`StageError`] for anything else.
    pub fn parse(input: &str) -> Result<Self, StageError> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == input).ok_or(StageError)
    }

    /// The stage at which a role decides; `None` for roles that decide no dossier.
    #[must_use]
    pub fn of(role: Role) -> Option<Self> {
        match role {
            Role::Verifier1 => Some(Self::Skpd),
            Role::Verifier2 => Some(Self::Bkd),
            Role::Verifier3 => Some(Self::KanregBkn),
            Role::Employee | Role::Helpdesk | Role::AgencyAdmin | Role::BknAdmin | Role::AgencySystem => None,
        }
    }
}

/// Why this person may not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeparationError {
    /// It is about themselves.
    #[error("nobody decides on themselves")]
    OnOneself,
    /// They have decided the same dossier at another stage.
    #[error("nobody decides the same dossier at two stages")]
    AtTwoStages,
}

impl Coded for SeparationError {
    fn code(&self) -> &'static str {
        match self {
            Self::OnOneself => "SEPARATION_ON_ONESELF",
            Self::AtTwoStages => "SEPARATION_AT_TWO_STAGES",
        }
    }
}

/// Nobody decides on themselves: registrations, dossiers, tickets alike.
///
/// # Errors
/// [`SeparationError::OnOneself`].
pub fn check_not_on_oneself(officer: PersonId, subject: PersonId) -> Result<(), SeparationError> {
    if officer == subject { Err(SeparationError::OnOneself) } else { Ok(()) }
}

/// Whether `officer` may decide the dossier of `subject` at `stage`, given who has decided it before and where.
///
/// Persons, not accounts: a second account changes nothing. After a return, one may decide again at one's own stage.
///
/// # Errors
/// [`SeparationError`], about oneself first.
pub fn check_decider(
    officer: PersonId,
    subject: PersonId,
    stage: Stage,
    deciders: &[(Stage, PersonId)],
) -> Result<(), SeparationError> {
    check_not_on_oneself(officer, subject)?;
    let elsewhere = |&(decided_at, decider): &(Stage, PersonId)| decider == officer && decided_at != stage;
    if deciders.iter().any(elsewhere) { Err(SeparationError::AtTwoStages) } else { Ok(()) }
}
