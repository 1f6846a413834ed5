//! What several rpcs read.

use chassis::{
    reason::Refusal,
    wire::{self, AreaError},
};
use kernel::{Coded as _, Jurisdiction, Role, ServiceName, SessionId};
use proto::identity::v1 as pb;
use tonic::Status;

use crate::domain::purpose::Purpose;

pub(super) fn session_id(text: &str) -> Result<SessionId, Status> {
    SessionId::parse(text).map_err(|error| Refusal::field("session_id", error.code(), error.to_string()).into())
}

pub(super) fn audience(text: &str) -> Result<ServiceName, Status> {
    ServiceName::parse(text).map_err(|error| Refusal::field("audience", error.code(), error.to_string()).into())
}

pub(super) fn purpose(number: i32) -> Result<Purpose, Status> {
    match pb::ChallengePurpose::try_from(number) {
        Ok(pb::ChallengePurpose::Registration) => Ok(Purpose::Registration),
        Ok(pb::ChallengePurpose::Status) => Ok(Purpose::Status),
        Ok(pb::ChallengePurpose::Recovery) => Ok(Purpose::Recovery),
        Ok(pb::ChallengePurpose::Helpdesk) => Ok(Purpose::Helpdesk),
        Ok(pb::ChallengePurpose::Unspecified) | Err(_) => {
            Err(Refusal::field("purpose", "PURPOSE_UNKNOWN", "a purpose of the contract").into())
        }
    }
}

/// Whether a challenge is to be a picture.
pub(super) fn is_image(kind: i32) -> Result<bool, Status> {
    match pb::ChallengeKind::try_from(kind) {
        Ok(pb::ChallengeKind::Unspecified | pb::ChallengeKind::ProofOfWork) => Ok(false),
        Ok(pb::ChallengeKind::Image) => Ok(true),
        Err(_) => Err(Refusal::field("kind", "CHALLENGE_KIND_UNKNOWN", "a kind of the contract").into()),
    }
}

pub(super) fn role(number: i32) -> Result<Role, Status> {
    let role = pb::Role::try_from(number).ok().and_then(wire::role_of);
    role.ok_or_else(|| Refusal::field("role", "ROLE_UNKNOWN", "a role of the contract").into())
}

pub(super) fn jurisdiction(message: Option<&pb::Jurisdiction>) -> Result<Jurisdiction, Status> {
    wire::jurisdiction_of(message).map_err(|error| {
        let (rule, text) = match error {
            AreaError::Missing => ("JURISDICTION_FORM", "exactly one area"),
            AreaError::Code(_) => ("CODE_FORM", "a code of the organisation"),
        };
        Refusal::field("jurisdiction", rule, text).into()
    })
}
