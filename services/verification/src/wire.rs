//! Stages and states as messages carry them.

use kernel::Stage;
use proto::{registration::v1 as registration, verification::v1 as verification};

use crate::domain::review::State;

/// A stage on the wire.
pub(crate) fn stage(stage: Stage) -> registration::Stage {
    match stage {
        Stage::Skpd => registration::Stage::Skpd,
        Stage::Bkd => registration::Stage::Bkd,
        Stage::KanregBkn => registration::Stage::KanregBkn,
    }
}

/// The stage that decides, or none.
pub(crate) fn stage_or_none(kept: Option<Stage>) -> registration::Stage {
    kept.map_or(registration::Stage::Unspecified, stage)
}

/// The stage that a message means; `None` for one that it does not name.
pub(crate) fn stage_of(stage: registration::Stage) -> Option<Stage> {
    match stage {
        registration::Stage::Unspecified => None,
        registration::Stage::Skpd => Some(Stage::Skpd),
        registration::Stage::Bkd => Some(Stage::Bkd),
        registration::Stage::KanregBkn => Some(Stage::KanregBkn),
    }
}

/// A state on the wire; which stage it is open at stands beside it.
pub(crate) fn state(state: State) -> verification::ReviewState {
    match state {
        State::Open(_) => verification::ReviewState::Open,
        State::Recalled => verification::ReviewState::Recalled,
        State::Returned => verification::ReviewState::Returned,
        State::Completed => verification::ReviewState::Completed,
        State::Final => verification::ReviewState::Final,
    }
}
