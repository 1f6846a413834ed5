//! What is told: one function per event, always in the transaction of its fact.

use chassis::{
    db::Tx,
    events::{Aggregate, Outbox},
};
use proto::helpdesk::v1::{PersonalDataViewed, TicketApproved, TicketOpened, TicketResolved};

/// A ticket was opened.
///
/// # Errors
/// The database is away.
pub async fn ticket_opened(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &TicketOpened,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// An officer approved what a ticket asks for: its owner carries it out.
///
/// # Errors
/// The database is away.
pub async fn ticket_approved(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &TicketApproved,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// A ticket has its answer.
///
/// # Errors
/// The database is away.
pub async fn ticket_resolved(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &TicketResolved,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// Somebody was shown personal data of others.
///
/// # Errors
/// The database is away.
pub async fn personal_data_viewed(
    outbox: &Outbox,
    tx: &mut Tx,
    message: &PersonalDataViewed,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, message).await
}
