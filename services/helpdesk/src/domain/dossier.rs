//! Where a dossier is, as far as it matters who answers a ticket about it. Registration and verification tell of one dossier and
//! nothing orders them: what is further on stays.

use kernel::Stage;

/// Where a dossier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Handed in: the first stage that has anything to decide.
    HandedIn(Option<Stage>),
    /// A stage is done, and this one holds it.
    Next(Stage),
    /// Nobody decides it any more: the employee has it back, or the last stage is done.
    Over,
}

impl Place {
    /// Of a submission with fields that these stages decide. Level 1 sees every dossier once; what came back goes to the first
    /// stage that decides it.
    pub(crate) fn handed_in(submission: u32, deciding: impl IntoIterator<Item = Stage>) -> Self {
        Self::HandedIn(if submission == 1 { Some(Stage::Skpd) } else { deciding.into_iter().min() })
    }

    /// How far this is within a submission.
    #[must_use]
    pub(crate) fn step(self) -> i16 {
        match self {
            Self::HandedIn(_) => 0,
            Self::Next(Stage::Skpd | Stage::Bkd) => 1,
            Self::Next(Stage::KanregBkn) => 2,
            Self::Over => 3,
        }
    }

    /// The stage that holds it.
    #[must_use]
    pub(crate) fn stage(self) -> Option<Stage> {
        match self {
            Self::HandedIn(stage) => stage,
            Self::Next(stage) => Some(stage),
            Self::Over => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_follow_each_other_within_a_submission() {
        let way = [Place::handed_in(1, []), Place::Next(Stage::Bkd), Place::Next(Stage::KanregBkn), Place::Over];
        assert!(way.is_sorted_by_key(|place| place.step()));
        assert_eq!(way.map(Place::stage), [Some(Stage::Skpd), Some(Stage::Bkd), Some(Stage::KanregBkn), None]);
    }

    #[test]
    fn what_came_back_goes_to_the_first_stage_that_decides_it() {
        assert_eq!(Place::handed_in(2, [Stage::KanregBkn, Stage::Bkd]).stage(), Some(Stage::Bkd));
        assert_eq!(Place::handed_in(2, []).stage(), None);
    }
}
