//! Registration has applied the accepted corrections: final status, or conflicts that come back.

use anyhow::{Context as _, ensure};
use chassis::{audit::Deed, db::Tx, wire::timestamp};
use kernel::{Caller, DossierId, ServiceName};
use proto::verification::v1::DossierFinalised;
use time::OffsetDateTime;

use super::{
    App,
    facts::{dossier_ref, next_event},
};
use crate::{
    domain::review::{Heard, State},
    store::{review_items, reviews},
    tells,
};

/// What registration has applied.
#[derive(Debug)]
pub(crate) struct FinaliseReview {
    /// Of which dossier.
    pub(crate) dossier_id: DossierId,
    /// Of which submission.
    pub(crate) submission: u32,
    /// Fields whose master data had changed meanwhile: none of them is applied.
    pub(crate) conflict_keys: Vec<String>,
    pub(crate) applied_at: OffsetDateTime,
}

impl App {
    /// Ends a review, or gives fields in conflict back to the employee; what was heard of before changes nothing.
    ///
    /// # Errors
    /// It contradicts what is kept here, or the database is away.
    pub(crate) async fn finalise_review(&self, tx: &mut Tx, applied: FinaliseReview) -> anyhow::Result<()> {
        let FinaliseReview { dossier_id, submission, conflict_keys, applied_at } = applied;
        ensure!(reviews::lock(tx, dossier_id).await?, "applied before it was submitted");
        let mut kept = reviews::load(tx, dossier_id).await?.context("a held review vanished")?;
        let from = kept.review.state;
        if kept.review.apply(submission, &conflict_keys)? == Heard::Before {
            return Ok(());
        }
        let action = if kept.review.state == State::Final {
            let aggregate = next_event(&mut kept);
            let message = DossierFinalised {
                dossier: Some(dossier_ref(&kept.subject, kept.review.submission)),
                finalised_at: Some(timestamp(applied_at)),
            };
            tells::dossier_finalised(&self.outbox, tx, aggregate, &message).await?;
            "finalise_review"
        } else {
            review_items::send_back(tx, dossier_id, &conflict_keys).await?;
            "return_conflicts"
        };
        let by = Caller::Service(ServiceName::Registration);
        self.keep_moved(tx, &mut kept, Some(from), Deed { by: &by, action, at: applied_at }).await
    }
}
