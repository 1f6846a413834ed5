//! A refusal as an operator reads it: what, why, and what to do about it.

use chassis::{grpc::ask, reason::reason_of};
use tonic::{Code, Response, Status};
use tonic_types::StatusExt as _;

/// Waits for an answer of a service, some seconds, also while it cannot be reached at all.
///
/// # Errors
/// Its refusal, or that it does not answer; with the remedy.
pub async fn answered<T>(service: &str, call: impl Future<Output = Result<Response<T>, Status>>) -> anyhow::Result<T> {
    ask(call).await.map_err(|status| explain(service, &status))
}

/// Turns the answer of a service into an error whose last line is the remedy.
#[must_use]
pub fn explain(service: &str, status: &Status) -> anyhow::Error {
    let reason = reason_of(status);
    let mut text = match (&reason, status.code()) {
        (Some(reason), _) => format!("{service} refused: {reason} ({})", status.message()),
        (None, Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled) => format!("{service} does not answer"),
        (None, code) => format!("{service} failed: {code} ({})", status.message()),
    };
    for violation in status.get_details_bad_request().into_iter().flat_map(|bad| bad.field_violations) {
        text += &format!("\n  {}: {}", violation.field, violation.description);
    }
    anyhow::anyhow!("{text}\nremedy: {}", remedy(service, reason.as_deref(), status.code()))
}

/// An error with everything that caused it, and its remedy at the very end.
#[must_use]
pub fn render(error: &anyhow::Error) -> String {
    let mut remedy = None;
    let mut causes = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        let (what, todo) =
            cause.split_once("\nremedy: ").map_or((cause.as_str(), None), |(what, todo)| (what, Some(todo)));
        if let Some(todo) = todo {
            remedy.get_or_insert_with(|| format!("\nremedy: {todo}"));
        }
        // Some errors say what caused them, and are followed by it: once is enough.
        if !causes.last().is_some_and(|last: &String| last.contains(what)) {
            causes.push(what.to_owned());
        }
    }
    causes.join(": ") + &remedy.unwrap_or_default()
}

/// Whether the same call may succeed in a moment without anybody doing anything.
#[must_use]
pub fn may_pass(status: &Status) -> bool {
    let reason = reason_of(status);
    let passing = matches!(reason.as_deref(), Some("UNAVAILABLE" | "BUSY" | "CHUNK_OFFSET" | "DEADLINE_EXCEEDED"));
    let silent = matches!(status.code(), Code::Unavailable | Code::Unknown | Code::Cancelled | Code::DeadlineExceeded);
    passing || reason.is_none() && silent
}

fn remedy(service: &str, reason: Option<&str>, code: Code) -> String {
    match reason {
        Some("PEER_NOT_PERMITTED" | "CERTIFICATE_REQUIRED") => {
            "use an operator's certificate (URI spiffe://epupns/operator/NAME) in EPUPNS_TLS_CERT_FILE and its key"
                .into()
        }
        Some("IMPORT_HEADER") => "correct the first line; `epupns import --help` lists the columns".into(),
        Some("CHUNK_OFFSET" | "CHUNK_CHECKSUM") => {
            "see that nobody changes or imports the file meanwhile, and run the same command again".into()
        }
        Some("CAMPAIGN_DATES") => "let opening, end of registration, submission, verification follow in time".into(),
        Some("CAMPAIGN_NOT_FOUND") => "`epupns campaign list` shows the codes".into(),
        Some("CAMPAIGN_IN_USE") => {
            "leave it: `epupns campaign put` with the same code moves its dates; a rehearsal's registrations go with \
             `epupns-rehearsal purge`"
                .into()
        }
        Some("USERNAME_TAKEN") => "choose another --username".into(),
        Some("PERSON_NOT_FOUND") => "import the employee first, or use --declared-name for who is none".into(),
        Some("JURISDICTION_MISMATCH") => "`epupns officer enrol --help` says which role holds where".into(),
        Some("PARKED_EVENT_NOT_FOUND") => "`epupns parked list` shows what is parked".into(),
        Some("PARKED_EVENT_REFUSED_AGAIN") => {
            format!("read {service}'s log for the cause, remove it, and replay again")
        }
        Some("REBUILD_RUNNING") => "`epupns reporting rebuild --wait` waits for the one that runs".into(),
        Some("REBUILD_NOT_FOUND") => "`epupns reporting rebuild` begins one".into(),
        Some("FIELDS_INVALID") => "correct the fields above".into(),
        Some("UNAVAILABLE") => {
            "run the same command again in a moment; if it stays so, `epupns doctor` says what is away".into()
        }
        Some("BUSY" | "DEADLINE_EXCEEDED") => "run the same command again in a moment".into(),
        None if matches!(code, Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled) => format!(
            "see that {service} runs at EPUPNS_{}_ADDRESS and trusts the certificates in EPUPNS_TLS_*",
            service.to_uppercase()
        ),
        _ => format!("read {service}'s log of this moment"),
    }
}

#[cfg(test)]
mod tests {
    use chassis::reason::Refusal;

    use super::*;

    #[test]
    fn every_explanation_ends_with_a_remedy() {
        let field = Refusal::field("username", "USERNAME_FORM", "3 to 64 characters").into();
        let text = explain("identity", &field).to_string();
        assert!(text.contains("\n  username: USERNAME_FORM: 3 to 64 characters\nremedy: correct"), "{text}");
        let silent = explain("identity", &Status::unavailable("tcp connect error")).to_string();
        assert!(silent.starts_with("identity does not answer\nremedy: ") && silent.contains("EPUPNS_IDENTITY_ADDRESS"));
        let unknown = explain("identity", &Refusal::new(Code::Internal, "INTERNAL", "unexpected error").into());
        assert!(unknown.to_string().contains("\nremedy: read identity's log"));
    }

    #[test]
    fn the_remedy_comes_after_all_causes() {
        let error = anyhow::anyhow!("no such file").context("reading x\nremedy: name another file");
        assert_eq!(render(&error), "reading x: no such file\nremedy: name another file");
    }

    #[test]
    fn what_an_error_says_of_its_cause_is_not_said_again() {
        let cause = anyhow::anyhow!("Connection refused (os error 111)");
        let error = cause.context("IO error: Connection refused (os error 111)").context("connecting to nats://x");
        assert_eq!(render(&error), "connecting to nats://x: IO error: Connection refused (os error 111)");
    }

    #[test]
    fn what_may_pass_is_tried_again_and_a_refusal_is_not() {
        assert!(may_pass(&Status::unavailable("connection reset")));
        assert!(may_pass(&Refusal::new(Code::Aborted, "CHUNK_OFFSET", "").into()));
        assert!(!may_pass(&Refusal::new(Code::InvalidArgument, "IMPORT_HEADER", "").into()));
        assert!(!may_pass(&Status::permission_denied("")));
    }
}
