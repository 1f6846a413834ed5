//! States and questions as messages carry them.

use proto::helpdesk::v1 as pb;

use crate::domain::{
    desk::Destination,
    ticket::State,
    ticket_type::{Action, Field},
};

/// A state on the wire; an open ticket that somebody works on is claimed.
pub(crate) fn state(state: State, claimed: bool) -> pb::TicketState {
    match state {
        State::Open if claimed => pb::TicketState::Claimed,
        State::Open => pb::TicketState::Open,
        State::Approved => pb::TicketState::Approved,
        State::Resolved => pb::TicketState::Resolved,
        State::Rejected => pb::TicketState::Rejected,
    }
}

/// A question on the wire.
pub(crate) fn field(field: Field) -> pb::TicketField {
    match field {
        Field::Nip => pb::TicketField::Nip,
        Field::OldNip => pb::TicketField::OldNip,
        Field::Name => pb::TicketField::Name,
        Field::Agency => pb::TicketField::Agency,
        Field::RegistrationNumber => pb::TicketField::RegistrationNumber,
        Field::WantedValue => pb::TicketField::WantedValue,
    }
}

/// The question that a message means; `None` for one that it does not name.
pub(crate) fn field_of(told: i32) -> Option<Field> {
    match pb::TicketField::try_from(told).ok()? {
        pb::TicketField::Unspecified => None,
        pb::TicketField::Nip => Some(Field::Nip),
        pb::TicketField::OldNip => Some(Field::OldNip),
        pb::TicketField::Name => Some(Field::Name),
        pb::TicketField::Agency => Some(Field::Agency),
        pb::TicketField::RegistrationNumber => Some(Field::RegistrationNumber),
        pb::TicketField::WantedValue => Some(Field::WantedValue),
    }
}

/// A destination on the wire.
pub(crate) fn destination(destination: Destination) -> pb::TicketDestination {
    match destination {
        Destination::Agency => pb::TicketDestination::Agency,
        Destination::Bkn => pb::TicketDestination::Bkn,
        Destination::Stage => pb::TicketDestination::Stage,
    }
}

/// What approving does, on the wire.
pub(crate) fn action(action: Option<Action>) -> pb::TicketAction {
    match action {
        None => pb::TicketAction::Unspecified,
        Some(Action::AddReferenceValue) => pb::TicketAction::AddReferenceValue,
    }
}
