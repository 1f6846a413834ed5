//! Domain values as messages show them.

use chassis::{reason::Refusal, wire::timestamp};
use proto::registration::v1 as pb;
use time::format_description::well_known::Rfc3339;
use tonic::Code;

use crate::domain::{
    reference::campaign::NotOpen,
    registration::{Registration, State, Taken},
};

pub(super) fn state(state: State) -> pb::RegistrationState {
    match state {
        State::Reserved => pb::RegistrationState::Reserved,
        State::Registered => pb::RegistrationState::Registered,
        State::Confirmed => pb::RegistrationState::Confirmed,
        State::Rejected => pb::RegistrationState::Rejected,
        // Nobody was ever given its number; no answer speaks of it.
        State::Lapsed => pb::RegistrationState::Unspecified,
    }
}

pub(super) fn registration(registration: &Registration) -> pb::Registration {
    pb::Registration {
        registration_id: registration.registration_id.to_string(),
        registration_number: registration.registration_number.to_string(),
        nip: registration.employee.nip.expose().to_owned(),
        name: registration.employee.name.clone(),
        agency_name: registration.employee.agency_name.clone(),
        unit_name: registration.employee.unit_name.clone(),
        registered_at: registration.registered_at.map(timestamp),
        due_at: registration.due_at.map(timestamp),
        state: state(registration.life.state).into(),
    }
}

/// Registration is not open: with the date that people are told.
pub(super) fn not_open(not_open: NotOpen) -> Refusal {
    let text = not_open.to_string();
    match not_open {
        NotOpen::NotYet { opens_at } => {
            let refusal = Refusal::new(Code::FailedPrecondition, "CAMPAIGN_NOT_OPEN", text);
            match opens_at.and_then(|at| at.format(&Rfc3339).ok()) {
                Some(at) => refusal.with("opens_at", at),
                None => refusal,
            }
        }
        NotOpen::Closed { closed_at } => Refusal::new(Code::FailedPrecondition, "CAMPAIGN_CLOSED", text)
            .with("closed_at", closed_at.format(&Rfc3339).unwrap_or_default()),
    }
}

/// The NIP cannot be registered, or not now.
pub(super) fn taken(taken: Taken) -> Refusal {
    match taken {
        Taken::Registered => {
            Refusal::new(Code::AlreadyExists, "ALREADY_REGISTERED", "this NIP has a live registration")
        }
        Taken::InProgress { again_in } => {
            let text = "another request is registering this NIP";
            Refusal::new(Code::Aborted, "REGISTRATION_IN_PROGRESS", text).retry_after(again_in.unsigned_abs())
        }
    }
}
