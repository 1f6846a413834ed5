//! How times and states of the contract read in JSON.

use prost_types::Timestamp;
use proto::registration::v1::RegistrationState;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::problem::Problem;

/// An instant of the contract; `None` for absent or impossible.
pub(super) fn instant(timestamp: Option<Timestamp>) -> Option<OffsetDateTime> {
    let timestamp = timestamp?;
    let seconds = OffsetDateTime::from_unix_timestamp(timestamp.seconds).ok()?;
    seconds.replace_nanosecond(u32::try_from(timestamp.nanos).ok()?).ok()
}

/// A part of an answer that a service of ours always gives.
///
/// # Errors
/// `INTERNAL`: services of different versions.
pub(super) fn given<T>(part: Option<T>) -> Result<T, Problem> {
    part.ok_or_else(|| {
        tracing::error!("a service left out a part of its answer");
        Problem::new("INTERNAL")
    })
}

/// Where a registration stands.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    /// Number taken, not finished; lapses after 10 minutes.
    Reserved,
    /// Waits for the agency's confirmation.
    Registered,
    /// Confirmed: sign-in is open.
    Confirmed,
    /// Rejected and erased.
    Rejected,
}

impl State {
    /// `None` when the service told none.
    pub(super) fn of(wire: RegistrationState) -> Option<Self> {
        match wire {
            RegistrationState::Unspecified => None,
            RegistrationState::Reserved => Some(Self::Reserved),
            RegistrationState::Registered => Some(Self::Registered),
            RegistrationState::Confirmed => Some(Self::Confirmed),
            RegistrationState::Rejected => Some(Self::Rejected),
        }
    }
}
