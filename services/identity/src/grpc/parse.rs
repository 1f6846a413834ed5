//! What several rpcs read.

use chassis::reason::Refusal;
use kernel::{AgencyCode, Coded as _, Jurisdiction, KanregCode, Role, ServiceName, SessionId, UnitCode};
use proto::identity::v1::{self as wire, jurisdiction::Area};
use tonic::Status;

use crate::domain::purpose::Purpose;

pub(super) fn session_id(text: &str) -> Result<SessionId, Status> {
    SessionId::parse(text).map_err(|error| Refusal::field("session_id", error.code(), error.to_string()).into())
}

pub(super) fn audience(text: &str) -> Result<ServiceName, Status> {
    ServiceName::parse(text).map_err(|error| Refusal::field("audience", error.code(), error.to_string()).into())
}

pub(super) fn purpose(number: i32) -> Result<Purpose, Status> {
    match wire::ChallengePurpose::try_from(number) {
        Ok(wire::ChallengePurpose::Registration) => Ok(Purpose::Registration),
        Ok(wire::ChallengePurpose::Status) => Ok(Purpose::Status),
        Ok(wire::ChallengePurpose::Recovery) => Ok(Purpose::Recovery),
        Ok(wire::ChallengePurpose::Helpdesk) => Ok(Purpose::Helpdesk),
        Ok(wire::ChallengePurpose::Unspecified) | Err(_) => {
            Err(Refusal::field("purpose", "PURPOSE_UNKNOWN", "a purpose of the contract").into())
        }
    }
}

/// Whether a challenge is to be a picture.
pub(super) fn is_image(kind: i32) -> Result<bool, Status> {
    match wire::ChallengeKind::try_from(kind) {
        Ok(wire::ChallengeKind::Unspecified | wire::ChallengeKind::ProofOfWork) => Ok(false),
        Ok(wire::ChallengeKind::Image) => Ok(true),
        Err(_) => Err(Refusal::field("kind", "CHALLENGE_KIND_UNKNOWN", "a kind of the contract").into()),
    }
}

pub(super) fn role(number: i32) -> Result<Role, Status> {
    match wire::Role::try_from(number) {
        Ok(wire::Role::Employee) => Ok(Role::Employee),
        Ok(wire::Role::Verifier1) => Ok(Role::Verifier1),
        Ok(wire::Role::Verifier2) => Ok(Role::Verifier2),
        Ok(wire::Role::Verifier3) => Ok(Role::Verifier3),
        Ok(wire::Role::Helpdesk) => Ok(Role::Helpdesk),
        Ok(wire::Role::AgencyAdmin) => Ok(Role::AgencyAdmin),
        Ok(wire::Role::BknAdmin) => Ok(Role::BknAdmin),
        Ok(wire::Role::AgencySystem) => Ok(Role::AgencySystem),
        Ok(wire::Role::Unspecified) | Err(_) => {
            Err(Refusal::field("role", "ROLE_UNKNOWN", "a role of the contract").into())
        }
    }
}

pub(super) fn jurisdiction(message: Option<wire::Jurisdiction>) -> Result<Jurisdiction, Status> {
    let refused = || Status::from(Refusal::field("jurisdiction", "JURISDICTION_FORM", "exactly one area"));
    let code = |_| Status::from(Refusal::field("jurisdiction", "CODE_FORM", "a code of the organisation"));
    match message.and_then(|message| message.area).ok_or_else(refused)? {
        Area::UnitCode(text) => UnitCode::parse(&text).map(Jurisdiction::Unit).map_err(code),
        Area::AgencyCode(text) => AgencyCode::parse(&text).map(Jurisdiction::Agency).map_err(code),
        Area::KanregCode(text) => KanregCode::parse(&text).map(Jurisdiction::Kanreg).map_err(code),
        Area::Nation(true) => Ok(Jurisdiction::Nation),
        Area::Rehearsal(true) => Ok(Jurisdiction::Rehearsal),
        Area::Nation(false) | Area::Rehearsal(false) => Err(refused()),
    }
}
