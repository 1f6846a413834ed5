//! One field of a dossier, as verification knows it: without its values.

use std::collections::BTreeMap;

use kernel::Stage;

use super::decision::Verdict;

/// What the employee answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Answer {
    /// The database value is right.
    Check,
    /// It should be another one.
    Correction,
}

impl Answer {
    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Correction => "correction",
        }
    }

    /// Reads what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Check, Self::Correction].into_iter().find(|answer| answer.as_str() == text)
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// Key in the catalogue.
    pub(crate) key: String,
    /// What was answered.
    pub(crate) answer: Answer,
    /// Doubts that the system has.
    pub(crate) marks: Vec<String>,
    /// Stages that decide it, in order.
    pub(crate) stages: Vec<Stage>,
    /// The submission that it was last handed in with.
    pub(crate) submission: u32,
    /// It came back once: every stage looks at it again, whatever is answered now.
    pub(crate) sent_back: bool,
    /// What completed stages have said of it since it was last handed in.
    pub(crate) verdicts: BTreeMap<Stage, Verdict>,
}

impl Item {
    /// Whether somebody has to look at it at all: it was changed, is doubtful, or came back.
    #[must_use]
    pub(crate) fn needs_a_look(&self) -> bool {
        self.answer == Answer::Correction || !self.marks.is_empty() || self.sent_back
    }

    /// Whether a stage has to decide it.
    #[must_use]
    pub(crate) fn is_due(&self, stage: Stage) -> bool {
        self.needs_a_look() && self.concerns(stage)
    }

    /// Whether a stage completes it without a look.
    #[must_use]
    pub(crate) fn passes(&self, stage: Stage) -> bool {
        !self.needs_a_look() && self.concerns(stage)
    }

    /// Whether `stage` is the last that decides it.
    #[must_use]
    pub(crate) fn ends_at(&self, stage: Stage) -> bool {
        self.stages.iter().max() == Some(&stage)
    }

    /// Whether a stage may leave the database value instead.
    #[must_use]
    pub(crate) fn may_reject(&self, stage: Stage) -> bool {
        self.is_due(stage) && self.ends_at(stage) && self.answer == Answer::Correction
    }

    /// How much attention it deserves: each doubt weighs ten times a mere change.
    #[must_use]
    pub(crate) fn risk(&self) -> i32 {
        let marks = i32::try_from(self.marks.len()).unwrap_or(i32::MAX / 100).min(1000);
        marks * 10 + 1
    }

    fn concerns(&self, stage: Stage) -> bool {
        let settled = matches!(self.verdicts.get(&stage), Some(Verdict::Ok | Verdict::Reject(_)));
        self.stages.contains(&stage) && !settled
    }
}
