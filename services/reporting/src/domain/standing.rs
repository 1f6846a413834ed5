//! Where a dossier stands. Registration and verification both speak of it and nobody orders what they say: what counts is
//! the furthest step of the latest submission.

use kernel::Stage;
use thiserror::Error;
use time::OffsetDateTime;
use uuid::Uuid;

/// How far a submission has come; no two of one submission are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Handed in.
    Submitted = 0,
    /// Level 1 is done.
    SkpdDone = 1,
    /// Level 2 is done.
    BkdDone = 2,
    /// Taken back, sent back, or decided by the last stage.
    Ended = 3,
    /// Master data, or back because of it.
    Applied = 4,
    /// Final status.
    Final = 5,
}

/// What an observer says of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// A stage decides.
    Submitted(Stage),
    /// Its owner took it back.
    Recalled,
    /// A stage sent it back.
    Returned,
    /// The last stage is done.
    Completed,
    /// Corrections are master data.
    Applied,
    /// Some came back: the master data had changed.
    Conflict,
    /// Final status.
    Final,
}

/// What is kept of a dossier's progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Number of the submission, from 1.
    pub(crate) submission: u32,
    /// How far it has come.
    pub(crate) step: Step,
    /// Where it stands.
    pub(crate) state: State,
    /// Since when.
    pub(crate) entered_at: OffsetDateTime,
}

/// A dossier as an event tells of it.
pub(crate) struct Dossier {
    pub(crate) dossier_id: Uuid,
    /// Of which registration.
    pub(crate) registration_id: Uuid,
    pub(crate) employee_id: Uuid,
    /// The campaign's code.
    pub(crate) campaign_code: String,
    /// Where the employee was.
    pub(crate) agency_code: String,
    /// Where the employee was.
    pub(crate) unit_code: String,
    /// Where it stands.
    pub(crate) standing: Standing,
}

/// The last stage does not hand on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no stage follows the last one")]
pub(crate) struct LastStage;

impl State {
    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Submitted(_) => "submitted",
            Self::Recalled => "recalled",
            Self::Returned => "returned",
            Self::Completed => "completed",
            Self::Applied => "applied",
            Self::Conflict => "conflict",
            Self::Final => "final",
        }
    }

    /// The stage that decides now, if one does.
    #[must_use]
    pub(crate) fn stage(self) -> Option<Stage> {
        match self {
            Self::Submitted(stage) => Some(stage),
            _ => None,
        }
    }
}

impl Step {
    /// After a stage that hands on to another.
    ///
    /// # Errors
    /// [`LastStage`].
    pub(crate) fn after(stage: Stage) -> Result<Self, LastStage> {
        match stage {
            Stage::Skpd => Ok(Self::SkpdDone),
            Stage::Bkd => Ok(Self::BkdDone),
            Stage::KanregBkn => Err(LastStage),
        }
    }
}

/// The stage that begins: level 1 sees every dossier that is new to it, a later submission begins where its items do.
#[must_use]
pub(crate) fn first_stage(submission: u32, stages: impl IntoIterator<Item = Stage>) -> Stage {
    if submission <= 1 { Stage::Skpd } else { stages.into_iter().min().unwrap_or(Stage::Skpd) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other_as_a_dossier_passes_them() {
        let after = |stage| Step::after(stage).unwrap();
        let way = [Step::Submitted, after(Stage::Skpd), after(Stage::Bkd), Step::Ended, Step::Applied, Step::Final];
        assert!(way.is_sorted_by(|earlier, later| earlier < later));
        assert_eq!(Step::after(Stage::KanregBkn), Err(LastStage));
    }

    #[test]
    fn a_later_submission_begins_where_its_items_do() {
        assert_eq!(first_stage(1, [Stage::KanregBkn]), Stage::Skpd);
        assert_eq!(first_stage(2, [Stage::KanregBkn, Stage::Bkd]), Stage::Bkd);
        assert_eq!(first_stage(2, []), Stage::Skpd);
    }
}
