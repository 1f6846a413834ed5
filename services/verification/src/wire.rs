//! States as messages carry them.

use proto::verification::v1 as verification;

use crate::domain::review::State;

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
