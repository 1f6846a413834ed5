//! What is told: one function per event, always in the transaction of its fact.

use proto::helpdesk::v1::{PersonalDataViewed, TicketApproved, TicketOpened, TicketResolved};

chassis::tells! {
    /// Somebody is stuck: a ticket waits for its desk.
    pub(crate) fn ticket_opened(aggregate, TicketOpened);

    /// An officer approved what a ticket asks for: its owner judges it once more and carries it out.
    pub(crate) fn ticket_approved(aggregate, TicketApproved);

    /// A ticket has come to its end: answered, carried out, or rejected.
    pub(crate) fn ticket_resolved(aggregate, TicketResolved);

    /// Somebody was shown personal data of others.
    pub(crate) fn personal_data_viewed(PersonalDataViewed);
}
