//! An officer's word on a registration.

use kernel::{EmployeeId, PersonId, check_not_on_oneself};
use thiserror::Error;

use super::{Life, Step};

/// Why a registration is not genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RejectReason {
    /// The person does not work here.
    NotEmployedHere,
    /// Somebody else registered in this person's name.
    NotMadeByEmployee,
    /// The person has another one.
    Duplicate,
    /// Something else.
    Other,
}

/// What the officer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Decision {
    /// It is genuine.
    Confirm,
    /// It is not.
    Reject(RejectReason),
}

/// What the officer had looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SeenProof {
    /// Not told.
    Untold,
    /// The paper half of the card.
    Paper,
    /// The signed QR code.
    Qr,
}

/// Why a decision is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub(crate) enum DecisionError {
    /// None within the officer's jurisdiction; the same for one that is elsewhere.
    #[error("no such registration here")]
    NotFound,
    /// Somebody has decided it, or it is not waiting for a decision.
    #[error("decided already")]
    AlreadyDecided,
    /// It is the officer's own.
    #[error("nobody decides on themselves")]
    OwnRegistration,
    /// A rejection says why.
    #[error("a rejection needs a reason")]
    ReasonRequired,
    /// Not a reason that we know, or one given with a confirmation.
    #[error("unknown reason")]
    ReasonUnknown,
}

impl RejectReason {
    /// Every reason.
    pub(crate) const ALL: [Self; 4] = [Self::NotEmployedHere, Self::NotMadeByEmployee, Self::Duplicate, Self::Other];

    /// Stable code, in messages and in the store.
    #[must_use]
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::NotEmployedHere => "NOT_EMPLOYED_HERE",
            Self::NotMadeByEmployee => "NOT_MADE_BY_EMPLOYEE",
            Self::Duplicate => "DUPLICATE",
            Self::Other => "OTHER",
        }
    }
}

impl Decision {
    /// Reads a decision as it is sent.
    ///
    /// # Errors
    /// [`DecisionError::ReasonRequired`], [`DecisionError::ReasonUnknown`].
    pub(crate) fn parse(genuine: bool, reason_code: &str) -> Result<Self, DecisionError> {
        match (genuine, reason_code) {
            (true, "") => Ok(Self::Confirm),
            (false, "") => Err(DecisionError::ReasonRequired),
            (true, _) => Err(DecisionError::ReasonUnknown),
            (false, code) => {
                let reason = RejectReason::ALL.into_iter().find(|reason| reason.code() == code);
                reason.map(Self::Reject).ok_or(DecisionError::ReasonUnknown)
            }
        }
    }

    /// What it does to the registration.
    #[must_use]
    pub(crate) fn step(self) -> Step {
        match self {
            Self::Confirm => Step::Confirm,
            Self::Reject(_) => Step::Reject,
        }
    }

    /// Decides: the life after it.
    ///
    /// # Errors
    /// [`DecisionError::OwnRegistration`] before [`DecisionError::AlreadyDecided`].
    pub(crate) fn on(self, life: Life, subject: EmployeeId, officer: PersonId) -> Result<Life, DecisionError> {
        check_not_on_oneself(officer, subject.into()).map_err(|_| DecisionError::OwnRegistration)?;
        life.after(self.step()).map_err(|_| DecisionError::AlreadyDecided)
    }
}

impl SeenProof {
    /// Stable name, for the store.
    #[must_use]
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Untold => "untold",
            Self::Paper => "paper",
            Self::Qr => "qr",
        }
    }
}

impl DecisionError {
    /// Stable code of the item's result.
    #[must_use]
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::NotFound => "REGISTRATION_NOT_FOUND",
            Self::AlreadyDecided => "ALREADY_DECIDED",
            Self::OwnRegistration => "OWN_REGISTRATION",
            Self::ReasonRequired => "REASON_REQUIRED",
            Self::ReasonUnknown => "REASON_UNKNOWN",
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::registration::State;

    const EMPLOYEE: u128 = 1;
    const OFFICER: u128 = 2;

    fn decide(decision: Decision, state: State, officer: u128) -> Result<State, DecisionError> {
        let life = Life { state, version: 1 };
        let (subject, officer) = (Uuid::from_u128(EMPLOYEE).into(), Uuid::from_u128(officer).into());
        decision.on(life, subject, officer).map(|life| life.state)
    }

    #[test]
    fn only_a_waiting_registration_can_be_decided() {
        let reject = Decision::Reject(RejectReason::Other);
        assert_eq!(decide(Decision::Confirm, State::Registered, OFFICER), Ok(State::Confirmed));
        assert_eq!(decide(reject, State::Registered, OFFICER), Ok(State::Rejected));
        for state in [State::Reserved, State::Confirmed, State::Rejected, State::Lapsed] {
            for decision in [Decision::Confirm, reject] {
                assert_eq!(
                    decide(decision, state, OFFICER),
                    Err(DecisionError::AlreadyDecided),
                    "{decision:?} {state:?}"
                );
            }
        }
    }

    #[test]
    fn nobody_decides_their_own_registration_in_whatever_state() {
        for state in [State::Reserved, State::Registered, State::Confirmed] {
            for decision in [Decision::Confirm, Decision::Reject(RejectReason::NotMadeByEmployee)] {
                assert_eq!(decide(decision, state, EMPLOYEE), Err(DecisionError::OwnRegistration));
            }
        }
    }

    #[test]
    fn a_rejection_has_one_of_the_known_reasons_and_a_confirmation_none() {
        assert_eq!(Decision::parse(true, ""), Ok(Decision::Confirm));
        for reason in RejectReason::ALL {
            assert_eq!(Decision::parse(false, reason.code()), Ok(Decision::Reject(reason)));
            assert_eq!(Decision::parse(true, reason.code()), Err(DecisionError::ReasonUnknown));
        }
        assert_eq!(Decision::parse(false, ""), Err(DecisionError::ReasonRequired));
        for unknown in ["other", "OTHER ", "BECAUSE"] {
            assert_eq!(Decision::parse(false, unknown), Err(DecisionError::ReasonUnknown));
        }
    }
}
