//! Refusals with a stable reason, as they cross a gRPC door: `Status` + `google.rpc.ErrorInfo` (+ field violations, delays).

use std::time::Duration;

use kernel::Coded;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};
use uuid::Uuid;

use crate::db::is_outage;

/// The domain of every reason of ours in `google.rpc.ErrorInfo`.
pub const DOMAIN: &str = "epupns";

/// A refusal under construction. Text is for developers: no personal data, no inner errors.
#[derive(Debug)]
pub struct Refusal {
    code: Code,
    reason: &'static str,
    text: String,
    details: ErrorDetails,
}

impl Refusal {
    /// A refusal with its gRPC code and UPPER_SNAKE reason.
    #[must_use]
    pub fn new(code: Code, reason: &'static str, text: impl Into<String>) -> Self {
        let details = ErrorDetails::with_error_info(reason, DOMAIN, []);
        Self { code, reason, text: text.into(), details }
    }

    /// One or more fields break a rule: `INVALID_ARGUMENT`, reason `FIELDS_INVALID`.
    #[must_use]
    pub fn fields(violations: impl IntoIterator<Item = (&'static str, &'static str, String)>) -> Self {
        let mut refusal = Self::new(Code::InvalidArgument, "FIELDS_INVALID", "some fields break a rule");
        for (field, rule, text) in violations {
            // The rule travels before the text: BadRequest.FieldViolation has no reason in the version that tonic speaks.
            refusal.details.add_bad_request_violation(field, format!("{rule}: {text}"));
        }
        refusal
    }

    /// One field breaks a rule.
    #[must_use]
    pub fn field(field: &'static str, rule: &'static str, text: impl Into<String>) -> Self {
        Self::fields([(field, rule, text.into())])
    }

    /// Names a broken field under a reason of its own: DOSSIER_INCOMPLETE and the like.
    #[must_use]
    pub fn violation(mut self, field: &str, rule: &str, text: &str) -> Self {
        self.details.add_bad_request_violation(field, format!("{rule}: {text}"));
        self
    }

    /// When to try again.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.details.set_retry_info(Some(delay));
        self
    }

    /// A fact that the refusal carries for the reader, P0 only: a date, a limit.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        if let Some(info) = self.details.error_info() {
            let mut metadata = info.metadata.clone();
            metadata.insert(key.to_owned(), value.into());
            self.details.set_error_info(self.reason, DOMAIN, metadata);
        }
        self
    }
}

impl From<Refusal> for Status {
    fn from(refusal: Refusal) -> Self {
        Self::with_error_details(refusal.code, refusal.text, refusal.details)
    }
}

/// Broken fields, gathered while a request is read: every one is named at once.
#[derive(Debug, Default)]
pub struct Fields(Vec<(&'static str, &'static str, String)>);

impl Fields {
    /// The value, or its rule added to the list.
    pub fn read<T, E: Coded>(&mut self, field: &'static str, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push((field, error.code(), error.to_string()));
                None
            }
        }
    }

    /// Adds a broken rule unless it holds.
    pub fn require(&mut self, holds: bool, field: &'static str, rule: &'static str, text: &str) {
        if !holds {
            self.0.push((field, rule, text.to_owned()));
        }
    }

    /// The refusal of all fields in the list.
    #[must_use]
    pub fn refusal(self) -> Status {
        Refusal::fields(self.0).into()
    }

    /// Nothing, when nothing is broken.
    ///
    /// # Errors
    /// The refusal of all fields in the list.
    pub fn check(self) -> Result<(), Status> {
        if self.0.is_empty() { Ok(()) } else { Err(self.refusal()) }
    }
}

/// An idempotency key: a UUID with dashes.
///
/// # Errors
/// Anything else.
pub fn request_id(text: &str) -> Result<Uuid, kernel::IdError> {
    // The kernel's ids have the one form; a command is none of the things that it names.
    kernel::EventId::parse(text).map(kernel::EventId::as_uuid)
}

/// The reason inside a status of ours, as a client of another service reads it.
#[must_use]
pub fn reason_of(status: &Status) -> Option<String> {
    status.get_details_error_info().filter(|info| info.domain == DOMAIN).map(|info| info.reason)
}

/// What nobody outside may see: logged once, here, with its chain; the caller gets `INTERNAL` or, for an outage that may
/// pass, `UNAVAILABLE`.
#[must_use]
pub fn internal(error: &anyhow::Error) -> Status {
    let outage = error.chain().any(|cause| cause.downcast_ref().is_some_and(is_outage));
    tracing::error!(error = format!("{error:#}"), outage, "request failed");
    if outage {
        Refusal::new(Code::Unavailable, "UNAVAILABLE", "a part of the system is away")
            .retry_after(Duration::from_secs(2))
            .into()
    } else {
        Refusal::new(Code::Internal, "INTERNAL", "unexpected error").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_carries_reason_delay_and_facts_to_its_reader() {
        let status: Status = Refusal::new(Code::FailedPrecondition, "CAMPAIGN_CLOSED", "registration has closed")
            .with("closed_at", "2026-12-31")
            .retry_after(Duration::from_secs(3))
            .into();
        assert_eq!(reason_of(&status).as_deref(), Some("CAMPAIGN_CLOSED"));
        let info = status.get_details_error_info().unwrap();
        assert_eq!(info.metadata["closed_at"], "2026-12-31");
        assert_eq!(status.get_details_retry_info().unwrap().retry_delay, Some(Duration::from_secs(3)));
    }
}
