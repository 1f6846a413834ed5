//! What a stage said of a field.

use proto::verification::v1::StageVerdict;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{given, instant, some},
    words::{Stage, Verdict},
};
use crate::problem::Problem;

/// What a stage said of a field.
#[derive(Serialize, ToSchema)]
#[schema(as = StageVerdict)]
pub(super) struct StageVerdictBody {
    /// Which stage.
    #[schema(inline)]
    stage: Stage,
    /// What.
    #[schema(inline)]
    verdict: Verdict,
    /// Why; null for `ok`.
    reason_code: Option<String>,
    /// In the officer's words; null for `ok`.
    note: Option<String>,
    /// Number of the submission it was said of.
    submission: u32,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    decided_at: OffsetDateTime,
}

impl StageVerdictBody {
    /// # Errors
    /// `INTERNAL`: verification left something out.
    pub(super) fn of(said: StageVerdict) -> Result<Self, Problem> {
        Ok(Self {
            stage: given(Stage::of(said.stage()))?,
            verdict: given(Verdict::of(said.verdict()))?,
            decided_at: given(instant(said.decided_at))?,
            submission: said.submission,
            reason_code: some(said.reason_code),
            note: some(said.note),
        })
    }
}
