//! Registration has applied the accepted corrections: final status, or conflicts that come back.

use anyhow::{Context as _, ensure};
use chassis::{
    db::Tx,
    wire::{instant, timestamp},
};
use kernel::{Caller, DossierId, ServiceName};
use proto::{registration::v1::EmployeeDataApplied, verification::v1::DossierFinalised};

use super::publish;
use crate::{
    app::{
        App,
        edge::Deed,
        facts::{dossier_ref, next_event},
    },
    domain::review::{Heard, State},
    store::{review_items, reviews},
};

pub(super) async fn hear(app: &App, tx: &mut Tx, event: &EmployeeDataApplied) -> anyhow::Result<()> {
    let dossier = DossierId::parse(&event.dossier_id)?;
    ensure!(reviews::lock(tx, dossier).await?, "applied before it was submitted");
    let mut kept = reviews::load(tx, dossier).await?.context("a held review vanished")?;
    let from = kept.review.state;
    if kept.review.apply(event.submission, &event.conflict_keys)? == Heard::Before {
        return Ok(());
    }
    let applied_at = event.applied_at.as_ref().and_then(instant).context("no instant")?;
    let action = if kept.review.state == State::Final {
        let aggregate = next_event(&mut kept);
        let message = DossierFinalised {
            dossier: Some(dossier_ref(&kept.subject, kept.review.submission)),
            finalised_at: Some(timestamp(applied_at)),
        };
        publish::dossier_finalised(&app.outbox, tx, aggregate, &message).await?;
        "finalise_review"
    } else {
        review_items::send_back(tx, dossier, &event.conflict_keys).await?;
        "return_conflicts"
    };
    let by = Caller::Service(ServiceName::Registration);
    app.keep_moved(tx, &mut kept, Some(from), Deed { by: &by, action, at: applied_at }).await
}
