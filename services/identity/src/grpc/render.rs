//! What several rpcs write.

use std::time::Duration;

use chassis::{
    reason::{Refusal, internal},
    wire::timestamp,
};
use kernel::{Jurisdiction, Person, Role};
use proto::identity::v1::{self as wire, jurisdiction::Area};
use secrecy::ExposeSecret as _;
use tonic::{Code, Status};

use crate::app::{refresh_session::SessionError, session_tokens::BearerSession, sign_in::SignInError};

pub(super) fn session(session: &BearerSession) -> wire::Session {
    wire::Session {
        session_id: session.person.session_id.to_string(),
        access_token: session.access_token.clone(),
        access_expires_at: Some(timestamp(session.access_expires_at)),
        refresh_token: session.refresh_token.expose_secret().to_owned(),
        session_expires_at: Some(timestamp(session.session_expires_at)),
        caller: Some(caller(&session.person)),
    }
}

fn caller(person: &Person) -> wire::Caller {
    wire::Caller {
        person_id: person.person_id.to_string(),
        account_id: person.account_id.to_string(),
        role: role(person.role).into(),
        jurisdiction: jurisdiction(&person.jurisdiction),
    }
}

pub(super) fn role(role: Role) -> wire::Role {
    match role {
        Role::Employee => wire::Role::Employee,
        Role::Verifier1 => wire::Role::Verifier1,
        Role::Verifier2 => wire::Role::Verifier2,
        Role::Verifier3 => wire::Role::Verifier3,
        Role::Helpdesk => wire::Role::Helpdesk,
        Role::AgencyAdmin => wire::Role::AgencyAdmin,
        Role::BknAdmin => wire::Role::BknAdmin,
        Role::AgencySystem => wire::Role::AgencySystem,
    }
}

/// Absent for somebody's own file.
pub(super) fn jurisdiction(jurisdiction: &Jurisdiction) -> Option<wire::Jurisdiction> {
    let area = match jurisdiction {
        Jurisdiction::OwnFile => return None,
        Jurisdiction::Unit(code) => Area::UnitCode(code.to_string()),
        Jurisdiction::Agency(code) => Area::AgencyCode(code.to_string()),
        Jurisdiction::Kanreg(code) => Area::KanregCode(code.to_string()),
        Jurisdiction::Nation => Area::Nation(true),
        Jurisdiction::Rehearsal => Area::Rehearsal(true),
    };
    Some(wire::Jurisdiction { area: Some(area) })
}

pub(super) fn busy(retry_after: Duration) -> Status {
    Refusal::new(Code::ResourceExhausted, "BUSY", "too many at once; come again").retry_after(retry_after).into()
}

pub(super) fn too_many_attempts(retry_after: Duration) -> Status {
    Refusal::new(Code::ResourceExhausted, "TOO_MANY_ATTEMPTS", "too many attempts; come again")
        .retry_after(retry_after)
        .into()
}

pub(super) fn sign_in_refused(error: SignInError) -> Status {
    match error {
        SignInError::Refused => {
            Refusal::new(Code::Unauthenticated, "SIGN_IN_REFUSED", "login and password do not fit").into()
        }
        SignInError::AwaitingConfirmation => {
            Refusal::new(Code::FailedPrecondition, "AWAITING_CONFIRMATION", "the agency has not confirmed yet").into()
        }
        SignInError::TooManyAttempts(error) => too_many_attempts(error.retry_after),
        SignInError::Busy(retry_after) => busy(retry_after),
        SignInError::Unexpected(error) => internal(&error),
    }
}

pub(super) fn session_refused(error: SessionError) -> Status {
    match error {
        SessionError::Ended => Refusal::new(Code::Unauthenticated, "SESSION_ENDED", "sign in again").into(),
        SessionError::Unexpected(error) => internal(&error),
    }
}
