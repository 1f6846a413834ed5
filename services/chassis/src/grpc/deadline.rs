//! Deadlines travel: what is left of the caller's time goes along with every further call, and so does the trace.

use std::{future::Future, time::Duration};

use tokio::time::Instant;
use tonic::{Request, Response, Status, metadata::MetadataMap};

use crate::{passport, telemetry::propagation};

tokio::task_local! {
    static DEADLINE: Instant;
}

/// For a call that nobody waits for with a deadline of their own (jobs, listeners, uninterrupted work).
const USUAL: Duration = Duration::from_secs(5);

/// Runs `work` under a deadline that [`outgoing`] passes on.
pub(super) async fn under<T>(deadline: Instant, work: impl Future<Output = T>) -> T {
    DEADLINE.scope(deadline, work).await
}

/// What the peer allows: the `grpc-timeout` header, eight digits and a unit.
pub(super) fn asked(headers: &http::HeaderMap) -> Option<Duration> {
    let text = headers.get("grpc-timeout")?.to_str().ok()?;
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let amount: u64 = digits.parse().ok().filter(|_| digits.len() <= 8)?;
    match unit {
        "H" => Some(Duration::from_secs(amount * 3600)),
        "M" => Some(Duration::from_secs(amount * 60)),
        "S" => Some(Duration::from_secs(amount)),
        "m" => Some(Duration::from_millis(amount)),
        "u" => Some(Duration::from_micros(amount)),
        "n" => Some(Duration::from_nanos(amount)),
        _ => None,
    }
}

/// A request to another service: with the trace and what is left of the deadline.
#[must_use]
pub fn outgoing<T>(message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.set_timeout(left());
    carry_trace(request.metadata_mut());
    request
}

/// The same on behalf of a person: with the passport that identity made for that audience.
#[must_use]
pub fn outgoing_as<T>(message: T, passport: &str) -> Request<T> {
    let mut request = outgoing(message);
    if let Ok(value) = passport.parse() {
        request.metadata_mut().insert(passport::METADATA_KEY, value);
    }
    request
}

/// Waits for an answer no longer than the caller's deadline allows, also while no peer can be reached: the timeout that travels
/// with a request begins only once a connection takes it.
///
/// # Errors
/// The peer's refusal, or `DEADLINE_EXCEEDED`: then the outcome is unknown.
pub async fn ask<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Status> {
    let patience = left() + Duration::from_millis(100);
    match tokio::time::timeout(patience, call).await {
        Ok(answer) => answer.map(Response::into_inner),
        Err(_) => Err(Status::deadline_exceeded("no answer in time")),
    }
}

fn left() -> Duration {
    DEADLINE.try_with(|deadline| deadline.saturating_duration_since(Instant::now())).unwrap_or(USUAL)
}

fn carry_trace(metadata: &mut MetadataMap) {
    if let Some(value) = propagation::current_trace_parent().and_then(|parent| parent.parse().ok()) {
        metadata.insert("traceparent", value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_for(text: &str) -> Option<Duration> {
        let mut headers = http::HeaderMap::new();
        headers.insert("grpc-timeout", text.parse().unwrap());
        asked(&headers)
    }

    #[test]
    fn a_grpc_timeout_is_read_in_every_unit() {
        assert_eq!(asked_for("2S"), Some(Duration::from_secs(2)));
        assert_eq!(asked_for("1500m"), Some(Duration::from_millis(1500)));
        assert_eq!(asked_for("0n"), Some(Duration::ZERO));
        assert_eq!(asked_for("1H"), Some(Duration::from_secs(3600)));
    }

    #[test]
    fn a_malformed_grpc_timeout_is_none() {
        for text in ["", "S", "12", "123456789S", "1x", "-1S"] {
            assert_eq!(asked_for(text), None, "{text}");
        }
    }
}
