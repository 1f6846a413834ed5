//! What events tell of a review.

use chassis::{
    db::Tx,
    events::Aggregate,
    wire::{self, timestamp},
};
use proto::{
    registration::v1::EmployeeRef,
    verification::v1::{DecidedItem, DossierCompleted, DossierRef, DossierReturned, StageCompleted},
};
use time::OffsetDateTime;

use super::App;
use crate::{
    domain::review::{Completion, Decided, Outcome},
    store::reviews::{Kept, Subject},
    tells,
};

/// The review's next event.
pub(crate) fn next_event(kept: &mut Kept) -> Aggregate {
    kept.version += 1;
    Aggregate { id: kept.subject.dossier_id.as_uuid(), version: kept.version }
}

/// Which dossier, and whose.
pub(crate) fn dossier_ref(subject: &Subject, submission: u32) -> DossierRef {
    DossierRef {
        dossier_id: subject.dossier_id.to_string(),
        registration_id: subject.registration_id.to_string(),
        employee: Some(EmployeeRef {
            employee_id: subject.person_id.to_string(),
            nip: subject.nip.expose().to_owned(),
            agency_code: subject.agency_code.clone(),
            unit_code: subject.unit_code.clone(),
            active: subject.active,
            // The row in the master data is registration's to count.
            version: 0,
        }),
        campaign_code: subject.campaign_code.clone(),
        submission,
    }
}

impl App {
    /// Tells what a completed stage brought about.
    pub(crate) async fn tell_completion(
        &self,
        tx: &mut Tx,
        kept: &mut Kept,
        completion: &Completion,
        officer: String,
        now: OffsetDateTime,
    ) -> Result<(), sqlx::Error> {
        let (aggregate, at) = (next_event(kept), Some(timestamp(now)));
        let dossier = Some(dossier_ref(&kept.subject, kept.review.submission));
        let stage = wire::stage(completion.stage).into();
        match &completion.outcome {
            Outcome::Next(next) => {
                let message = StageCompleted {
                    dossier,
                    stage,
                    next_stage: wire::stage(*next).into(),
                    completed_by: officer,
                    completed_at: at,
                };
                tells::stage_completed(&self.outbox, tx, aggregate, &message).await
            }
            Outcome::Returned(items) => {
                let items = items.iter().map(decided_item).collect();
                let message = DossierReturned { dossier, stage, items, returned_by: officer, returned_at: at };
                tells::dossier_returned(&self.outbox, tx, aggregate, &message).await
            }
            Outcome::Completed { accepted, rejected } => {
                let message = DossierCompleted {
                    dossier,
                    stage,
                    accepted_keys: accepted.clone(),
                    rejected: rejected.iter().map(decided_item).collect(),
                    completed_by: officer,
                    completed_at: at,
                };
                tells::dossier_completed(&self.outbox, tx, aggregate, &message).await
            }
        }
    }
}

fn decided_item(decided: &Decided) -> DecidedItem {
    DecidedItem {
        key: decided.key.clone(),
        stage: wire::stage(decided.stage).into(),
        reason_code: decided.reason.code().to_owned(),
    }
}
