//! What an employee has answered so far, and which fields can be answered now.

use kernel::Stage;

use super::{Life, State, value::Value};
use crate::domain::reference::field::Field;

/// An answer to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// CEK: the database value is right.
    Check,
    /// PERBAIKAN: it should be this.
    Correction(Value),
}

/// What became of a field at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    /// The database value was right.
    Unchanged,
    /// The correction is master data.
    Applied,
    /// The database value stays.
    Rejected,
    /// The master data had changed meanwhile: it came back.
    Conflict,
}

/// One field of the draft.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// Counts the saves; 0 before the first.
    pub(crate) revision: u64,
    /// `None` before the first save.
    pub(crate) answer: Option<Answer>,
    /// A check of a database value that the master data do not hold any more: it says nothing about the new one.
    pub(crate) lapsed: bool,
    /// Came back with the latest return or conflict.
    pub(crate) reopened: bool,
    /// Which stage sent it back, and why.
    pub(crate) returned: Option<(Stage, String)>,
    /// What became of it.
    pub(crate) outcome: Option<Outcome>,
}

impl Outcome {
    const ALL: [Self; 4] = [Self::Unchanged, Self::Applied, Self::Rejected, Self::Conflict];

    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Applied => "applied",
            Self::Rejected => "rejected",
            Self::Conflict => "conflict",
        }
    }

    /// Reads what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == name)
    }

    /// Whether nothing more becomes of the field.
    #[must_use]
    pub(crate) fn is_last(self) -> bool {
        self != Self::Conflict
    }
}

impl Draft {
    /// The answer that counts now.
    #[must_use]
    pub(crate) fn standing(&self) -> Option<&Answer> {
        self.answer.as_ref().filter(|_| !self.lapsed)
    }
}

/// Whether a field can be answered now: all while the dossier is open, those that came back while it is returned.
#[must_use]
pub(crate) fn is_open(life: Life, field: &Field, draft: &Draft) -> bool {
    !field.read_only
        && match life.state {
            State::Open => true,
            State::Returned => draft.reopened,
            State::Submitted | State::Final => false,
        }
}
