//! What is told: one function per event, always in the transaction of its fact.

use chassis::{
    db::Tx,
    events::{Aggregate, Outbox},
};
use proto::helpdesk::v1::{PersonalDataViewed, TicketApproved, TicketOpened, TicketResolved};

/// Somebody is stuck: a ticket waits for its desk.
pub(crate) async fn ticket_opened(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &TicketOpened,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// An officer approved what a ticket asks for: its owner judges it once more and carries it out.
pub(crate) async fn ticket_approved(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &TicketApproved,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// A ticket has come to its end: answered, carried out, or rejected.
pub(crate) async fn ticket_resolved(
    outbox: &Outbox,
    tx: &mut Tx,
    aggregate: Aggregate,
    message: &TicketResolved,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, Some(aggregate), message).await
}

/// Somebody was shown personal data of others.
pub(crate) async fn personal_data_viewed(
    outbox: &Outbox,
    tx: &mut Tx,
    message: &PersonalDataViewed,
) -> Result<(), sqlx::Error> {
    outbox.tell(tx, None, message).await
}
