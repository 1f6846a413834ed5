//! What is told: one function per event, always in the transaction of its fact.

use chassis::events::{Aggregate, Outbox};
use proto::verification::v1::{
    DossierCompleted, DossierFinalised, DossierRecalled, DossierReturned, PersonalDataViewed, StageCompleted,
};
use sqlx::PgConnection;

/// A stage is done and the next one decides.
///
/// # Errors
/// The database is away.
pub async fn stage_completed(
    outbox: &Outbox,
    connection: &mut PgConnection,
    aggregate: Aggregate,
    message: &StageCompleted,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(aggregate), message).await
}

/// The employee took the submission back.
///
/// # Errors
/// The database is away.
pub async fn dossier_recalled(
    outbox: &Outbox,
    connection: &mut PgConnection,
    aggregate: Aggregate,
    message: &DossierRecalled,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(aggregate), message).await
}

/// A stage sent fields back.
///
/// # Errors
/// The database is away.
pub async fn dossier_returned(
    outbox: &Outbox,
    connection: &mut PgConnection,
    aggregate: Aggregate,
    message: &DossierReturned,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(aggregate), message).await
}

/// The last stage is done.
///
/// # Errors
/// The database is away.
pub async fn dossier_completed(
    outbox: &Outbox,
    connection: &mut PgConnection,
    aggregate: Aggregate,
    message: &DossierCompleted,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(aggregate), message).await
}

/// Everything is applied.
///
/// # Errors
/// The database is away.
pub async fn dossier_finalised(
    outbox: &Outbox,
    connection: &mut PgConnection,
    aggregate: Aggregate,
    message: &DossierFinalised,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(aggregate), message).await
}

/// Somebody was shown personal data of others; at most 100 a call.
///
/// # Errors
/// The database is away.
pub async fn personal_data_viewed(
    outbox: &Outbox,
    connection: &mut PgConnection,
    message: &PersonalDataViewed,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, None, message).await
}
