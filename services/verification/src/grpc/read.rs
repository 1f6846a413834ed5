//! Reading who asks and what for.

use chassis::{
    grpc::{caller, passport_of},
    reason::Refusal,
};
use kernel::{Coded as _, DossierId, Person};
use tonic::{Request, Status};

use crate::app::{desk::Officer, ports::SubmissionsError};

/// The person who asks.
pub(super) fn person<T>(request: &Request<T>) -> Result<Person, Status> {
    caller(request)?.person().cloned().ok_or_else(not_permitted)
}

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

fn not_permitted() -> Status {
    Status::permission_denied("not permitted")
}
