//! Registration has applied the accepted corrections: the review ends, or conflicts come back.

use anyhow::Context as _;
use chassis::{db::Tx, wire::instant};
use kernel::DossierId;
use proto::registration::v1::EmployeeDataApplied;

use crate::app::{App, finalise_review::FinaliseReview};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: EmployeeDataApplied) -> anyhow::Result<()> {
    let applied = FinaliseReview {
        dossier_id: DossierId::parse(&event.dossier_id)?,
        submission: event.submission,
        applied_at: event.applied_at.as_ref().and_then(instant).context("no instant")?,
        conflict_keys: event.conflict_keys,
    };
    app.finalise_review(tx, applied).await
}
