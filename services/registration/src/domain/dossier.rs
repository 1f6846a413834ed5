//! The life of a dossier: from opening to the day on which its corrections are master data.

pub(crate) mod checklist;
pub(crate) mod draft;
pub(crate) mod marks;
pub(crate) mod saving;
pub(crate) mod settling;
pub(crate) mod value;

use kernel::Stage;
use thiserror::Error;

/// Where a dossier stands with its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// Being filled in.
    Open,
    /// Handed in and locked; verification decides.
    Submitted,
    /// Came back: only what came back is open.
    Returned,
    /// What was accepted is master data.
    Final,
}

/// State, number of submissions, number of events told. A submission is told, and so is its settling; what verification says
/// in between was told by verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Life {
    /// Where it stands.
    pub(crate) state: State,
    /// 0 before the first.
    pub(crate) submission: i32,
    /// 1, 2, ...; 0 before the first event.
    pub(crate) version: i64,
}

/// What verification says of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    /// Its owner took it back.
    Recalled {
        /// It carried what had come back, not the whole dossier.
        partial: bool,
    },
    /// A stage sent fields back.
    Returned,
    /// The last stage is done, and accepted corrections were applied.
    Completed {
        /// But some came back.
        conflicts: bool,
    },
}

/// A field that a stage sent back.
#[derive(Clone, Debug)]
pub(crate) struct SentBack {
    /// Of the catalogue.
    pub(crate) key: String,
    /// Whose officer did.
    pub(crate) stage: Stage,
    /// Of the list of reasons that verification keeps.
    pub(crate) reason_code: String,
}

/// It is handed in, or final: nothing can be handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the dossier is locked")]
pub(crate) struct Locked;

impl State {
    const ALL: [Self; 4] = [Self::Open, Self::Submitted, Self::Returned, Self::Final];

    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Final => "final",
        }
    }

    /// Reads what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

impl Life {
    /// The life after handing it in.
    pub(crate) fn submitted(self) -> Result<Self, Locked> {
        match self.state {
            State::Open | State::Returned => {
                Ok(Self { state: State::Submitted, submission: self.submission + 1, version: self.version + 1 })
            }
            State::Submitted | State::Final => Err(Locked),
        }
    }

    /// The life after a word of verification; `None` when the word is about another submission than the one that waits:
    /// said before, or of a time gone by.
    #[must_use]
    pub(crate) fn heard(self, submission: u32, word: Word) -> Option<Self> {
        if self.state != State::Submitted || i64::from(self.submission) != i64::from(submission) {
            return None;
        }
        Some(match word {
            Word::Recalled { partial: false } => Self { state: State::Open, ..self },
            Word::Recalled { partial: true } | Word::Returned => Self { state: State::Returned, ..self },
            Word::Completed { conflicts } => {
                let state = if conflicts { State::Returned } else { State::Final };
                Self { state, version: self.version + 1, ..self }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A dossier that has just been opened.
    const NEW: Life = Life { state: State::Open, submission: 0, version: 0 };

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Submit,
        /// A word about the submission that many before the latest.
        Hear(Word, u32),
    }

    fn step() -> impl Strategy<Value = Step> {
        let word = prop_oneof![
            any::<bool>().prop_map(|partial| Word::Recalled { partial }),
            Just(Word::Returned),
            any::<bool>().prop_map(|conflicts| Word::Completed { conflicts }),
        ];
        prop_oneof![Just(Step::Submit), (word, 0..3_u32).prop_map(|(word, before)| Step::Hear(word, before))]
    }

    proptest! {
        #[test]
        fn submissions_and_events_count_without_gaps_and_nothing_follows_the_end(
            steps in proptest::collection::vec(step(), 0..40)
        ) {
            let (mut life, mut told, mut submitted) = (NEW, 0, 0);
            for step in steps {
                let before = life;
                match step {
                    Step::Submit => match life.submitted() {
                        Ok(after) => {
                            (life, told, submitted) = (after, told + 1, submitted + 1);
                            prop_assert!(matches!(before.state, State::Open | State::Returned));
                        }
                        Err(Locked) => prop_assert!(matches!(before.state, State::Submitted | State::Final)),
                    },
                    Step::Hear(word, ago) => {
                        let Some(about) = life.submission.unsigned_abs().checked_sub(ago) else { continue };
                        match life.heard(about, word) {
                            Some(after) => {
                                prop_assert_eq!((before.state, ago), (State::Submitted, 0));
                                told += i64::from(matches!(word, Word::Completed { .. }));
                                life = after;
                                prop_assert_eq!(life.heard(about, word), None, "said twice, done once");
                            }
                            None => prop_assert!(before.state != State::Submitted || ago > 0),
                        }
                    }
                }
                prop_assert_eq!((life.version, life.submission), (told, submitted));
                if before.state == State::Final {
                    prop_assert_eq!(life, before);
                }
            }
        }
    }

    #[test]
    fn a_whole_dossier_taken_back_is_open_and_a_partial_one_is_what_it_was() {
        let life = NEW.submitted().unwrap();
        let taken_back = |partial| life.heard(1, Word::Recalled { partial }).unwrap().state;
        assert_eq!((taken_back(false), taken_back(true)), (State::Open, State::Returned));
    }

    #[test]
    fn every_state_has_a_name_of_its_own() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        assert_eq!(State::parse("Open"), None);
    }
}
