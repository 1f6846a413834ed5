//! The life of a registration.

pub(crate) mod card_signature;
pub(crate) mod decision;

use std::fmt;

use kernel::{RegistrationId, RegistrationNumber};
use thiserror::Error;
use time::{Duration, OffsetDateTime};

use super::master::employee::Employee;

/// How long an unfinished reservation keeps its NIP.
pub(crate) const RESERVATION: Duration = Duration::minutes(10);

/// How long the agency has to confirm (1x24 hours).
pub(crate) const CONFIRMATION: Duration = Duration::hours(24);

/// When somebody who finds a reservation is asked to come again at the latest: most are complete within a moment.
const COME_AGAIN: Duration = Duration::seconds(5);

/// Where a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum State {
    /// Number taken, secrets not yet known to be kept.
    Reserved,
    /// Waits for the agency's confirmation.
    Registered,
    /// Genuine: sign-in is open.
    Confirmed,
    /// Not genuine: erased but for its tombstone.
    Rejected,
    /// Never finished: erased.
    Lapsed,
}

/// What can happen to a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    /// Identity has kept the secrets.
    Complete,
    /// Nobody finished it in time, or the secrets were refused.
    Lapse,
    /// The agency says that it is genuine.
    Confirm,
    /// The agency says that it is not.
    Reject,
}

/// What keeps a NIP from being registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Another request has reserved it and is not done yet: perhaps it will be free again.
    InProgress {
        /// When to look again.
        again_in: Duration,
    },
    /// It has a registration.
    Registered,
}

/// The step is not possible from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not possible in this state")]
pub(crate) struct NotPossible;

/// State and number of events told so far. Every step tells exactly one event, so that versions count without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Life {
    /// Where it stands.
    pub(crate) state: State,
    /// 0 while reserved, then 1, 2, ...
    pub(crate) version: i64,
}

/// One employee's claim to an account.
#[derive(Clone)]
pub(crate) struct Registration {
    /// Also the account's id.
    pub(crate) registration_id: RegistrationId,
    /// What the person signs in with.
    pub(crate) registration_number: RegistrationNumber,
    pub(crate) campaign_code: String,
    /// Who, with agency and unit as they were at registration.
    pub(crate) employee: Employee,
    /// Where it stands.
    pub(crate) life: Life,
    /// When it was completed; `None` while reserved.
    pub(crate) registered_at: Option<OffsetDateTime>,
    /// When the agency is to have confirmed it; `None` while reserved.
    pub(crate) due_at: Option<OffsetDateTime>,
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, life) = (self.registration_id, self.life);
        f.debug_struct("Registration").field("registration_id", &id).field("life", &life).finish_non_exhaustive()
    }
}

impl State {
    /// Stable name of a live state, for the store; `None` when no row is left to bear it.
    #[must_use]
    pub(crate) fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Reserved => Some("reserved"),
            Self::Registered => Some("registered"),
            Self::Confirmed => Some("confirmed"),
            Self::Rejected | Self::Lapsed => None,
        }
    }

    /// Reads what [`as_str`](Self::as_str) writes.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::Reserved, Self::Registered, Self::Confirmed].into_iter().find(|state| state.as_str() == Some(name))
    }
}

impl Taken {
    /// By a live registration in this state, reserved at that time.
    #[must_use]
    pub(crate) fn by(state: State, reserved_at: OffsetDateTime, now: OffsetDateTime) -> Self {
        match state {
            State::Reserved => {
                let lapses_in = reserved_at + RESERVATION - now;
                Self::InProgress { again_in: lapses_in.clamp(Duration::SECOND, COME_AGAIN) }
            }
            _ => Self::Registered,
        }
    }
}

impl Life {
    /// The life after a step.
    ///
    /// # Errors
    /// [`NotPossible`]; nothing has happened then.
    pub(crate) fn after(self, step: Step) -> Result<Self, NotPossible> {
        let state = match (self.state, step) {
            (State::Reserved, Step::Complete) => State::Registered,
            (State::Reserved, Step::Lapse) => State::Lapsed,
            (State::Registered, Step::Confirm) => State::Confirmed,
            (State::Registered, Step::Reject) => State::Rejected,
            _ => return Err(NotPossible),
        };
        Ok(Self { state, version: self.version + 1 })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A registration that has just been reserved.
    const NEW: Life = Life { state: State::Reserved, version: 0 };

    /// Whether the NIP is taken.
    fn is_live(state: State) -> bool {
        matches!(state, State::Reserved | State::Registered | State::Confirmed)
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![Just(Step::Complete), Just(Step::Lapse), Just(Step::Confirm), Just(Step::Reject),];
        prop::collection::vec(step, 0..12)
    }

    #[test]
    fn a_reservation_is_worth_another_look_and_a_registration_is_not() {
        let reserved_at = OffsetDateTime::UNIX_EPOCH;
        let taken = |state, later: Duration| Taken::by(state, reserved_at, reserved_at + later);
        let again = |seconds| Taken::InProgress { again_in: Duration::seconds(seconds) };
        assert_eq!(taken(State::Reserved, Duration::ZERO), again(5));
        assert_eq!(taken(State::Reserved, RESERVATION - Duration::seconds(3)), again(3));
        assert_eq!(taken(State::Reserved, Duration::hours(1)), again(1), "a job is about to free it");
        assert_eq!(taken(State::Registered, Duration::ZERO), Taken::Registered);
        assert_eq!(taken(State::Confirmed, Duration::ZERO), Taken::Registered);
    }

    proptest! {
        #[test]
        fn versions_count_the_steps_taken_without_gaps(steps in steps()) {
            let mut life = NEW;
            let mut taken = 0;
            for step in steps {
                if let Ok(next) = life.after(step) {
                    taken += 1;
                    life = next;
                }
            }
            prop_assert_eq!(life.version, taken);
        }

        #[test]
        fn what_has_ended_or_been_confirmed_never_moves_again(steps in steps(), then in steps()) {
            let mut life = NEW;
            for step in steps {
                life = life.after(step).unwrap_or(life);
            }
            if matches!(life.state, State::Confirmed | State::Rejected | State::Lapsed) {
                for step in then {
                    prop_assert_eq!(life.after(step), Err(NotPossible));
                }
            }
        }

        #[test]
        fn nobody_is_confirmed_or_rejected_without_having_registered(steps in steps()) {
            let mut life = NEW;
            let mut registered = false;
            for step in steps {
                if let Ok(next) = life.after(step) {
                    registered |= next.state == State::Registered;
                    life = next;
                }
            }
            if matches!(life.state, State::Confirmed | State::Rejected) {
                prop_assert!(registered);
            }
        }

        #[test]
        fn a_row_exists_exactly_while_the_nip_is_taken(steps in steps()) {
            let mut life = NEW;
            for step in steps {
                life = life.after(step).unwrap_or(life);
                prop_assert_eq!(life.state.as_str().is_some(), is_live(life.state));
                prop_assert_eq!(life.state.as_str().and_then(State::parse).is_some(), is_live(life.state));
            }
        }
    }
}
