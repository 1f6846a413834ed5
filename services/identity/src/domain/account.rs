//! An account's states and what a sign-in makes of them.

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Its secrets are kept, its registration is not complete: to everyone outside it does not exist.
    Prepared,
    /// The registration is complete; the agency has not confirmed it.
    AwaitingConfirmation,
    /// May sign in.
    Open,
    /// May not sign in and looks as if it did not exist.
    Disabled,
}

impl State {
    const ALL: [Self; 4] = [Self::Prepared, Self::AwaitingConfirmation, Self::Open, Self::Disabled];

    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::AwaitingConfirmation => "awaiting_confirmation",
            Self::Open => "open",
            Self::Disabled => "disabled",
        }
    }

    /// Reads what [`State::as_str`] writes.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether anybody outside may learn that the account exists, given the right password.
    #[must_use]
    pub(crate) fn is_visible(self) -> bool {
        matches!(self, Self::AwaitingConfirmation | Self::Open)
    }
}

/// What a first factor leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FirstFactor {
    /// In.
    Accepted,
    /// Right, but the agency has not confirmed the registration: only the right password reveals it.
    AwaitingConfirmation,
    /// Unknown, wrong or disabled: one answer.
    Refused,
}

/// Judges a sign-in: the account's state, if there is an account, and whether the password was right.
#[must_use]
pub(crate) fn judge(state: Option<State>, password_right: bool) -> FirstFactor {
    match (state, password_right) {
        (Some(State::Open), true) => FirstFactor::Accepted,
        (Some(State::AwaitingConfirmation), true) => FirstFactor::AwaitingConfirmation,
        _ => FirstFactor::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_reveals_anything() {
        for state in State::ALL.map(Some).into_iter().chain([None]) {
            assert_eq!(judge(state, false), FirstFactor::Refused, "{state:?}");
        }
    }

    #[test]
    fn a_prepared_or_disabled_account_looks_like_none() {
        for state in [None, Some(State::Prepared), Some(State::Disabled)] {
            assert_eq!(judge(state, true), FirstFactor::Refused, "{state:?}");
        }
        assert_eq!(judge(Some(State::Open), true), FirstFactor::Accepted);
        assert_eq!(judge(Some(State::AwaitingConfirmation), true), FirstFactor::AwaitingConfirmation);
    }

    #[test]
    fn every_state_is_read_as_it_is_written() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        assert_eq!(State::parse("OPEN"), None);
    }
}
