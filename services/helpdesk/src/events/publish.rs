//! What is told: one function per event, always in the transaction of its fact.

use chassis::events::{Aggregate, Outbox};
use proto::helpdesk::v1::{PersonalDataViewed, TicketApproved, TicketOpened, TicketResolved};
use sqlx::PgConnection;

/// A ticket was opened.
///
/// # Errors
/// The database is away.
pub async fn ticket_opened(
    outbox: &Outbox,
    connection: &mut PgConnection,
    aggregate: Aggregate,
    message: &TicketOpened,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(aggregate), message).await
}

/// An officer approved what a ticket asks for: its owner carries it out.
///
/// # Errors
/// The database is away.
pub async fn ticket_approved(
    outbox: &Outbox,
    connection: &mut PgConnection,
    aggregate: Aggregate,
    message: &TicketApproved,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(aggregate), message).await
}

/// A ticket has its answer.
///
/// # Errors
/// The database is away.
pub async fn ticket_resolved(
    outbox: &Outbox,
    connection: &mut PgConnection,
    aggregate: Aggregate,
    message: &TicketResolved,
) -> Result<(), sqlx::Error> {
    outbox.keep(connection, Some(aggregate), message).await
}

/// Somebody was shown personal data of others.
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
