//! A file that reporting writes for somebody.

use proto::reporting::v1::Export;
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{given, instant, some},
    words::{ExportKind, ExportState},
};
use crate::problem::Problem;

/// An export.
#[derive(Serialize, ToSchema)]
#[schema(as = Export)]
pub(super) struct ExportBody {
    /// Id.
    export_id: String,
    /// What it holds.
    #[schema(inline)]
    kind: ExportKind,
    /// Where it stands.
    #[schema(inline)]
    state: ExportState,
    /// Rows so far.
    rows: u64,
    /// Bytes so far.
    bytes: u64,
    /// SHA-256 of the file, hexadecimal, when ready.
    sha256: Option<String>,
    /// When it was asked for.
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    /// When it goes away.
    #[serde(with = "time::serde::rfc3339::option")]
    expires_at: Option<OffsetDateTime>,
}

impl ExportBody {
    /// # Errors
    /// `INTERNAL`: reporting left something out.
    pub(super) fn of(export: Export) -> Result<Self, Problem> {
        Ok(Self {
            kind: given(ExportKind::of(export.kind()))?,
            state: given(ExportState::of(export.state()))?,
            created_at: given(instant(export.created_at))?,
            expires_at: instant(export.expires_at),
            export_id: export.export_id,
            rows: export.rows,
            bytes: export.bytes,
            sha256: some(export.sha256),
        })
    }
}
