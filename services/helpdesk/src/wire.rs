//! States, questions and people as messages carry them.

use kernel::{Jurisdiction, Person, Role, Stage};
use proto::{
    helpdesk::v1 as pb,
    identity::v1::{self as identity, jurisdiction::Area},
    registration::v1 as registration,
};

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

/// The stage that a message means; `None` for one that it does not name.
pub(crate) fn stage_of(stage: registration::Stage) -> Option<Stage> {
    match stage {
        registration::Stage::Unspecified => None,
        registration::Stage::Skpd => Some(Stage::Skpd),
        registration::Stage::Bkd => Some(Stage::Bkd),
        registration::Stage::KanregBkn => Some(Stage::KanregBkn),
    }
}

/// Who did something, with the role and the place that they had then.
pub(crate) fn caller(person: &Person) -> identity::Caller {
    let role = match person.role {
        Role::Employee => identity::Role::Employee,
        Role::Verifier1 => identity::Role::Verifier1,
        Role::Verifier2 => identity::Role::Verifier2,
        Role::Verifier3 => identity::Role::Verifier3,
        Role::Helpdesk => identity::Role::Helpdesk,
        Role::AgencyAdmin => identity::Role::AgencyAdmin,
        Role::BknAdmin => identity::Role::BknAdmin,
        Role::AgencySystem => identity::Role::AgencySystem,
    };
    let area = match &person.jurisdiction {
        Jurisdiction::OwnFile => None,
        Jurisdiction::Unit(code) => Some(Area::UnitCode(code.to_string())),
        Jurisdiction::Agency(code) => Some(Area::AgencyCode(code.to_string())),
        Jurisdiction::Kanreg(code) => Some(Area::KanregCode(code.to_string())),
        Jurisdiction::Nation => Some(Area::Nation(true)),
        Jurisdiction::Rehearsal => Some(Area::Rehearsal(true)),
    };
    identity::Caller {
        person_id: person.person_id.to_string(),
        account_id: person.account_id.to_string(),
        role: role.into(),
        jurisdiction: area.map(|area| identity::Jurisdiction { area: Some(area) }),
    }
}
