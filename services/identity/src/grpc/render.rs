//! What several rpcs write.

use std::time::Duration;

use chassis::{
    reason::{Refusal, internal},
    wire::{caller, timestamp},
};
use proto::identity::v1 as pb;
use secrecy::ExposeSecret as _;
use tonic::{Code, Status};

use crate::app::{refresh_session::SessionError, session_tokens::BearerSession, sign_in::SignInError};

pub(super) fn session(session: &BearerSession) -> pb::Session {
    pb::Session {
        session_id: session.person.session_id.to_string(),
        access_token: session.access_token.clone(),
        access_expires_at: Some(timestamp(session.access_expires_at)),
        refresh_token: session.refresh_token.expose_secret().to_owned(),
        session_expires_at: Some(timestamp(session.session_expires_at)),
        caller: Some(caller(&session.person)),
    }
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
