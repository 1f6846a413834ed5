//! What is told: one function per event, always in the transaction of its fact.

use chassis::{
    db::Tx,
    events::{Aggregate, Outbox},
};
use proto::verification::v1::{
    DossierCompleted, DossierFinalised, DossierRecalled, DossierReturned, PersonalDataViewed, StageCompleted,
};

/// A stage is done and the next one decides: the dossier is at another desk.
pub(crate) async fn stage_completed(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &StageCompleted,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// The employee took the submission back, before anybody spoke: its fields are theirs to change again.
pub(crate) async fn dossier_recalled(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &DossierRecalled,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// A stage sent fields back: these are open at the employee's, and no others.
pub(crate) async fn dossier_returned(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &DossierReturned,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// The last stage is done: registration has corrections to apply, or none.
pub(crate) async fn dossier_completed(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &DossierCompleted,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// Every accepted correction is master data: nothing moves after this.
pub(crate) async fn dossier_finalised(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &DossierFinalised,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// Somebody was shown personal data of others; at most 100 a call.
pub(crate) async fn personal_data_viewed(
    outbox: &Outbox,
    tx: &mut Tx,
    message: &PersonalDataViewed,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, message).await
}
