//! A refusal of a service, read back as it crossed the gRPC door: the other side of `chassis::reason`. What HTTP and people are told of
//! it, each edge says in the words of its catalogue.

use std::{collections::BTreeMap, time::Duration};

use chassis::reason::reason_of;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// What a service refused, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable, UPPER_SNAKE. Who gave none was away, late, or is broken: that tells nothing of the inside.
    pub reason: String,
    /// When to try again, if it was said.
    pub delay: Option<Duration>,
    /// What the reason speaks of, such as a date.
    pub facts: BTreeMap<String, String>,
    /// Fields that break a rule.
    pub broken: Vec<Broken>,
}

/// A field that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken {
    /// As the service names it.
    pub field: String,
    /// Stable.
    pub rule: String,
    /// The rule in English, for a rule without a sentence.
    pub text: String,
}

impl From<&Status> for Refusal {
    fn from(status: &Status) -> Self {
        let Some(reason) = reason_of(status) else {
            let reason = without_reason(status).to_owned();
            return Self { reason, delay: None, facts: BTreeMap::new(), broken: Vec::new() };
        };
        let facts = status.get_details_error_info().map(|info| info.metadata.into_iter().collect());
        let violations = status.get_details_bad_request().map(|details| details.field_violations).unwrap_or_default();
        let broken = violations.into_iter().map(|violation| {
            // The rule travels before the text, as `chassis::reason` writes it.
            let (rule, text) = violation.description.split_once(": ").unwrap_or((&violation.description, ""));
            Broken { rule: rule.to_owned(), text: text.to_owned(), field: violation.field }
        });
        Self {
            reason,
            delay: status.get_details_retry_info().and_then(|info| info.retry_delay),
            facts: facts.unwrap_or_default(),
            broken: broken.collect(),
        }
    }
}

fn without_reason(status: &Status) -> &'static str {
    match status.code() {
        Code::Unavailable | Code::Cancelled => "UNAVAILABLE",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        // The connection broke under the call: tonic has no better code for it.
        Code::Unknown if std::error::Error::source(status).is_some() => "UNAVAILABLE",
        code => {
            tracing::error!(?code, "a service answered without a reason");
            "INTERNAL"
        }
    }
}

#[cfg(test)]
mod tests {
    use chassis::reason::Refusal as Said;
    use tonic_types::ErrorDetails;

    use super::*;

    #[test]
    fn a_refusal_is_read_as_it_was_said() {
        let said = Said::new(Code::FailedPrecondition, "DOSSIER_INCOMPLETE", "two fields")
            .with("closed_at", "2026-12-31")
            .violation("nama", "FIELD_MISSING", "the field: is required")
            .retry_after(Duration::from_millis(2500));
        let read = Refusal::from(&Status::from(said));
        let broken = |field: &str, rule: &str, text: &str| Broken {
            field: field.to_owned(),
            rule: rule.to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(
            read,
            Refusal {
                reason: "DOSSIER_INCOMPLETE".to_owned(),
                delay: Some(Duration::from_millis(2500)),
                facts: [("closed_at".to_owned(), "2026-12-31".to_owned())].into(),
                broken: vec![broken("nama", "FIELD_MISSING", "the field: is required")],
            }
        );
    }

    #[test]
    fn what_is_not_of_ours_is_not_repeated() {
        let mut details =
            ErrorDetails::with_error_info("TABLE_LOCKED", "postgres.example", [("host".into(), "10.0.0.3".into())]);
        details.add_bad_request_violation("row", "42: locked").set_retry_info(Some(Duration::from_secs(9)));
        let read = Refusal::from(&Status::with_error_details(Code::Aborted, "deadlock", details));
        let nothing =
            Refusal { reason: "INTERNAL".to_owned(), delay: None, facts: BTreeMap::new(), broken: Vec::new() };
        assert_eq!(read, nothing);
    }

    #[test]
    fn what_has_no_reason_says_nothing_of_the_inside() {
        for (status, reason) in [
            (Status::unavailable("tcp 10.0.0.3"), "UNAVAILABLE"),
            (Status::cancelled("closing"), "UNAVAILABLE"),
            (Status::from_error(Box::new(std::io::Error::other("reset"))), "UNAVAILABLE"),
            (Status::deadline_exceeded("slow"), "DEADLINE_EXCEEDED"),
            (Status::internal("pg: 10.0.0.3"), "INTERNAL"),
            (Status::unknown("?"), "INTERNAL"),
        ] {
            let read = Refusal::from(&status);
            assert_eq!((read.reason.as_str(), read.delay, read.broken.len()), (reason, None, 0), "{status:?}");
        }
    }
}
