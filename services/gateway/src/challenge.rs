//! The field `challenge` of an operation: a solved challenge, or the receipt of an earlier one.

use chassis::challenge::{self, Shown};
use proto::identity::v1::ChallengePurpose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{app::App, problem::Problem};

/// What a challenge opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Look-up and registration.
    Registration,
    /// Status by registration number.
    Status,
    /// Lost password, lost number.
    Recovery,
    /// Opening or looking up a ticket.
    Helpdesk,
}

impl Purpose {
    /// As the contract between services names it.
    #[must_use]
    pub fn wire(self) -> ChallengePurpose {
        match self {
            Self::Registration => ChallengePurpose::Registration,
            Self::Status => ChallengePurpose::Status,
            Self::Recovery => ChallengePurpose::Recovery,
            Self::Helpdesk => ChallengePurpose::Helpdesk,
        }
    }
}

/// What is left of a solved challenge; goes back with every answer.
#[derive(Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct Receipt(String);

impl Receipt {
    /// A refusal that keeps the receipt usable.
    pub fn on(&self, problem: Problem) -> Problem {
        problem.with_receipt(&self.0)
    }
}

impl From<challenge::Receipt> for Receipt {
    fn from(receipt: challenge::Receipt) -> Self {
        Self(receipt.as_str().to_owned())
    }
}

impl App {
    /// Takes what stands in a field `challenge`: a solution, or the receipt of an earlier one.
    ///
    /// # Errors
    /// `CHALLENGE_*`; identity's refusals of a solution.
    pub async fn admit(&self, text: &str, purpose: Purpose) -> Result<Receipt, Problem> {
        Ok(self.challenges.admit(Shown::Solution(text), purpose.wire()).await?.into())
    }
}
