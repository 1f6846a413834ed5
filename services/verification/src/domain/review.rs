//! The review of one dossier: stage after stage, until everything is decided and applied. Nothing moves after that.

use std::collections::BTreeMap;

use kernel::Stage;
use thiserror::Error;

use super::{
    decision::{DecisionError, Reason, Said, Verdict},
    item::{Answer, Item},
};

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// This stage has to decide.
    Open(Stage),
    /// The employee took the submission back.
    Recalled,
    /// Fields are open again at the employee's.
    Returned,
    /// Decided; corrections are being applied.
    Completed,
    /// Applied.
    Final,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Review {
    /// Where it stands.
    pub(crate) state: State,
    /// Number of the latest submission, from 1.
    pub(crate) submission: u32,
    /// Every field of the dossier, in the catalogue's order.
    pub(crate) items: Vec<Item>,
    /// Submissions and stages that were completed, in order.
    pub(crate) completed: Vec<(u32, Stage)>,
}

/// A field that was sent back or rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decided {
    pub(crate) key: String,
    /// By which stage.
    pub(crate) stage: Stage,
    /// Why.
    pub(crate) reason: Reason,
}

/// What completing a stage brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// This stage decides now.
    Next(Stage),
    /// These fields are open again.
    Returned(Vec<Decided>),
    /// Everything is decided.
    Completed {
        /// Corrections to be applied, over all submissions.
        accepted: Vec<String>,
        /// Corrections that were rejected, over all submissions.
        rejected: Vec<Decided>,
    },
}

/// A completed stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Completion {
    pub(crate) stage: Stage,
    /// Fields that were OK without a word: unchanged and unmarked, or left to "check all".
    pub(crate) passed: Vec<String>,
    /// What follows.
    pub(crate) outcome: Outcome,
}

/// Why a stage cannot be completed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum CompleteError {
    /// No stage decides now.
    #[error("nothing is to be decided")]
    NotOpen,
    /// These fields are due and undecided.
    #[error("{} fields are undecided", .0.len())]
    Missing(Vec<String>),
}

/// Why a submission cannot be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum RecallError {
    /// An officer works on it.
    #[error("an officer has claimed it")]
    Claimed,
    /// A stage has spoken, or all is decided.
    #[error("a stage has been completed")]
    TooLate,
}

/// Whether something heard is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// The review has moved.
    Now,
    /// It had moved already.
    Before,
}

/// What is heard contradicts what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Contradiction {
    /// A submission in between is missing.
    #[error("a submission is missing")]
    Gap,
    /// The review does not wait for this.
    #[error("the review is not waiting for it")]
    NotAwaited,
    /// No stage would decide anything.
    #[error("nothing to decide")]
    NothingToDecide,
    /// A field that was never submitted.
    #[error("an unknown field")]
    FieldUnknown,
}

impl Review {
    /// The review of a dossier that is handed in for the first time.
    ///
    /// # Errors
    /// [`Contradiction::Gap`] unless it is submission 1, [`Contradiction::NothingToDecide`] without a field.
    pub(crate) fn open(submission: u32, items: Vec<Item>) -> Result<Self, Contradiction> {
        if submission != 1 {
            return Err(Contradiction::Gap);
        }
        if items.is_empty() {
            return Err(Contradiction::NothingToDecide);
        }
        let mut review = Self { state: State::Recalled, submission, items, completed: Vec::new() };
        review.state = State::Open(review.needed().ok_or(Contradiction::NothingToDecide)?);
        Ok(review)
    }

    /// The dossier is handed in again: what is said of these fields counts no more, every other OK is kept.
    ///
    /// # Errors
    /// [`Contradiction`]; nothing is changed then.
    pub(crate) fn resubmit(&mut self, submission: u32, items: Vec<Item>) -> Result<Heard, Contradiction> {
        if submission <= self.submission {
            return Ok(Heard::Before);
        }
        if submission > self.submission + 1 {
            return Err(Contradiction::Gap);
        }
        if !matches!(self.state, State::Recalled | State::Returned) {
            return Err(Contradiction::NotAwaited);
        }
        let mut after = Self { submission, ..self.clone() };
        for item in items {
            match after.items.iter_mut().find(|kept| kept.key == item.key) {
                Some(kept) => {
                    *kept = Item { sent_back: kept.sent_back, submission, verdicts: BTreeMap::new(), ..item };
                }
                None => after.items.push(item),
            }
        }
        after.state = State::Open(after.needed().ok_or(Contradiction::NothingToDecide)?);
        *self = after;
        Ok(Heard::Now)
    }

    /// The stage that decides now.
    #[must_use]
    pub(crate) fn stage(&self) -> Option<Stage> {
        match self.state {
            State::Open(stage) => Some(stage),
            _ => None,
        }
    }

    /// What the current stage has to decide.
    pub(crate) fn due(&self) -> impl Iterator<Item = &Item> {
        let stage = self.stage();
        self.items.iter().filter(move |item| stage.is_some_and(|stage| item.is_due(stage)))
    }

    /// Whether the current stage may say this of a field.
    pub(crate) fn check(&self, key: &str, verdict: Verdict) -> Result<(), DecisionError> {
        let stage = self.stage().ok_or(DecisionError::NotDue)?;
        let item = self.due().find(|item| item.key == key).ok_or(DecisionError::NotDue)?;
        match verdict {
            Verdict::Ok | Verdict::Return(_) => Ok(()),
            Verdict::Reject(_) if item.answer == Answer::Check => Err(DecisionError::RejectNothingToReject),
            Verdict::Reject(_) if !item.ends_at(stage) => Err(DecisionError::RejectNotLastStage),
            Verdict::Reject(_) => Ok(()),
        }
    }

    /// Completes the current stage with what was said of its due fields; `rest_ok` accepts the others.
    ///
    /// # Errors
    /// [`CompleteError`]; nothing is changed then.
    pub(crate) fn complete(
        &mut self,
        said: &BTreeMap<String, Said>,
        rest_ok: bool,
    ) -> Result<Completion, CompleteError> {
        let stage = self.stage().ok_or(CompleteError::NotOpen)?;
        let undecided = |item: &&Item| !said.contains_key(&item.key);
        let missing: Vec<String> = self.due().filter(undecided).map(|item| item.key.clone()).collect();
        if !rest_ok && !missing.is_empty() {
            return Err(CompleteError::Missing(missing));
        }
        let mut passed = missing;
        passed.extend(self.items.iter().filter(|item| item.passes(stage)).map(|item| item.key.clone()));
        for item in &mut self.items {
            if item.is_due(stage) || item.passes(stage) {
                let verdict = said.get(&item.key).map_or(Verdict::Ok, |said| said.verdict);
                item.sent_back |= matches!(verdict, Verdict::Return(_));
                item.verdicts.insert(stage, verdict);
            }
        }
        self.completed.push((self.submission, stage));
        let outcome = self.after(stage);
        self.state = match &outcome {
            Outcome::Next(next) => State::Open(*next),
            Outcome::Returned(_) => State::Returned,
            Outcome::Completed { .. } => State::Completed,
        };
        Ok(Completion { stage, passed, outcome })
    }

    /// The employee takes the submission back; `claimed` says whether an officer has a live claim.
    pub(crate) fn recall(&mut self, claimed: bool) -> Result<Heard, RecallError> {
        let spoken = self.completed.iter().any(|(submission, _)| *submission == self.submission);
        match self.state {
            State::Recalled => Ok(Heard::Before),
            State::Open(_) if spoken => Err(RecallError::TooLate),
            State::Open(_) if claimed => Err(RecallError::Claimed),
            State::Open(_) => {
                self.state = State::Recalled;
                Ok(Heard::Now)
            }
            State::Returned | State::Completed | State::Final => Err(RecallError::TooLate),
        }
    }

    /// Accepted corrections are master data; those in conflict are open again.
    ///
    /// # Errors
    /// [`Contradiction`]; nothing is changed then.
    pub(crate) fn apply(&mut self, submission: u32, conflicts: &[String]) -> Result<Heard, Contradiction> {
        match self.state {
            _ if submission < self.submission => return Ok(Heard::Before),
            State::Final | State::Returned if submission == self.submission => return Ok(Heard::Before),
            State::Completed if submission == self.submission => {}
            _ => return Err(Contradiction::NotAwaited),
        }
        if conflicts.iter().any(|key| self.items.iter().all(|item| item.key != *key)) {
            return Err(Contradiction::FieldUnknown);
        }
        for item in &mut self.items {
            item.sent_back |= conflicts.contains(&item.key);
        }
        self.state = if conflicts.is_empty() { State::Final } else { State::Returned };
        Ok(Heard::Now)
    }

    /// The first stage that has anything to decide; level 1 sees every dossier once.
    fn needed(&self) -> Option<Stage> {
        let unseen = !self.completed.iter().any(|(_, stage)| *stage == Stage::Skpd);
        let has_work = |stage: Stage| self.items.iter().any(|item| item.is_due(stage));
        Stage::ALL.into_iter().find(|stage| (unseen && *stage == Stage::Skpd) || has_work(*stage))
    }

    fn after(&self, stage: Stage) -> Outcome {
        let returned = self.decided(|item| match item.verdicts.get(&stage) {
            Some(Verdict::Return(reason)) => Some((stage, *reason)),
            _ => None,
        });
        if !returned.is_empty() {
            return Outcome::Returned(returned);
        }
        if let Some(next) = self.needed() {
            return Outcome::Next(next);
        }
        let rejected = self.decided(|item| {
            item.verdicts.iter().find_map(|(stage, verdict)| match verdict {
                Verdict::Reject(reason) => Some((*stage, *reason)),
                _ => None,
            })
        });
        let accepted = self.items.iter().filter(|item| item.answer == Answer::Correction).map(|item| item.key.clone());
        let accepted = accepted.filter(|key| rejected.iter().all(|decided| decided.key != *key)).collect();
        Outcome::Completed { accepted, rejected }
    }

    fn decided(&self, said: impl Fn(&Item) -> Option<(Stage, Reason)>) -> Vec<Decided> {
        let decided = |item: &Item| said(item).map(|(stage, reason)| Decided { key: item.key.clone(), stage, reason });
        self.items.iter().filter_map(decided).collect()
    }
}

#[cfg(test)]
mod random_walk;
#[cfg(test)]
mod tests;
