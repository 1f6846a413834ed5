//! How times, refusals of single items and places in a list read in JSON.

use prost_types::Timestamp;
use proto::registration::v1::RegistrationState;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::{catalogue, problem::Problem};

/// An instant of the contract; `None` for absent or impossible.
pub(super) fn instant(timestamp: Option<Timestamp>) -> Option<OffsetDateTime> {
    timestamp.as_ref().and_then(chassis::wire::instant)
}

/// A text that the contract leaves empty for "none".
pub(super) fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// A stable code about one item among others, with its sentence: why it was not kept, or what is doubtful about it.
#[derive(Serialize, ToSchema)]
pub(super) struct Said {
    /// Stable, UPPER_SNAKE.
    pub code: String,
    /// One Indonesian sentence for people.
    pub detail: String,
}

impl Said {
    /// Of a code that is empty for "nothing"; `text` stands in where there is no sentence.
    pub(super) fn of(code: String, text: &str) -> Option<Self> {
        let detail = catalogue::rule(&code).unwrap_or(text).to_owned();
        (!code.is_empty()).then_some(Self { code, detail })
    }
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

/// Where a role holds.
#[derive(Serialize, ToSchema)]
pub(super) struct Area {
    /// `own`, `unit`, `agency`, `kanreg`, `nation` or `rehearsal`.
    pub kind: &'static str,
    /// Of the unit, agency or regional office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
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
