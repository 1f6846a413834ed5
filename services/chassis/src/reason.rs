//! Refusals with a stable reason, as they cross a gRPC door: `Status` + `google.rpc.ErrorInfo` (+ field violations, delays).

use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

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

/// The reason inside a status of ours, as a client of another service reads it.
#[must_use]
pub fn reason_of(status: &Status) -> Option<String> {
    status.get_details_error_info().filter(|info| info.domain == DOMAIN).map(|info| info.reason)
}

/// What nobody outside may see: logged once, here, with its chain; the caller gets `INTERNAL` or, for an outage that may
/// pass, `UNAVAILABLE`.
#[must_use]
pub fn internal(error: &anyhow::Error) -> Status {
    let outage = error.chain().any(|cause| {
        matches!(
            cause.downcast_ref::<sqlx::Error>(),
            Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed)
        )
    });
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
