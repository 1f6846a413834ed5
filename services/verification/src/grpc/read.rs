//! Reading who asks and what for.

pub(super) use chassis::grpc::person;
use chassis::{
    grpc::{not_permitted, passport_of},
    reason::Refusal,
};
use kernel::{Coded as _, DossierId};
use tonic::{Request, Status};

use crate::app::{desk::Officer, ports::SubmissionsError};

/// The verifier who asks.
pub(super) fn officer<T>(request: &Request<T>) -> Result<Officer, Status> {
    Officer::of(&person(request)?).ok_or_else(not_permitted)
}

/// The passport that they showed, for the next hop.
pub(super) fn passport<T>(request: &Request<T>) -> Result<String, Status> {
    passport_of(request).ok_or_else(SubmissionsError::passport_invalid)
}

/// The dossier that is meant.
pub(super) fn dossier_id(text: &str) -> Result<DossierId, Status> {
    DossierId::parse(text).map_err(|error| Refusal::field("dossier_id", error.code(), error.to_string()).into())
}
