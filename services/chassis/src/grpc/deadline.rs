//! Deadlines travel: what is left of the caller's time goes along with every further call, and so does the trace.

use std::{future::Future, time::Duration};

use tokio::time::Instant;
use tonic::{Request, Response, Status, metadata::MetadataMap};

use crate::{passport, telemetry::propagation};

/// How long somebody waits for all that is done for them.
#[derive(Clone, Copy)]
struct Budget {
    until: Instant,
    /// One call alone never takes more, so that a silent peer leaves time for what can do without it.
    each: Duration,
}

tokio::task_local! {
    static BUDGET: Budget;
}

/// For a call that nobody waits for with a deadline of their own (jobs, listeners, uninterrupted work).
const USUAL: Duration = Duration::from_secs(5);
/// The peer's own word that time is up comes a little later than that.
const SLACK: Duration = Duration::from_millis(100);

/// Runs `work` under a deadline that [`outgoing`] passes on.
pub(super) async fn under<T>(deadline: Instant, work: impl Future<Output = T>) -> T {
    BUDGET.scope(Budget { until: deadline, each: Duration::MAX }, work).await
}

/// The same at an edge, for people: all of it until then, and each call no longer than a usual one.
pub async fn within_budget<T>(until: Instant, work: impl Future<Output = T>) -> T {
    BUDGET.scope(Budget { until, each: USUAL }, work).await
}

/// What is left of the budget; `None` where there is none.
#[must_use]
pub fn budget_left() -> Option<Duration> {
    BUDGET.try_with(|budget| budget.until.saturating_duration_since(Instant::now())).ok()
}

/// Waits for an answer that many wait for: asked for under a budget of its own, so that nobody's end is the end of it for others;
/// this one waits as long as they have.
///
/// # Errors
/// As what was asked, or `DEADLINE_EXCEEDED`.
pub async fn shared<T, E: From<Status>>(asked: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let patience = left();
    if patience.is_zero() {
        return Err(late().into());
    }
    let own = Budget { until: Instant::now() + USUAL, each: USUAL };
    let answer = tokio::time::timeout(patience + SLACK, BUDGET.scope(own, asked)).await;
    answer.unwrap_or_else(|_| Err(late().into()))
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
/// with a request begins only once a connection takes it. When nothing is left the call is not begun.
///
/// # Errors
/// The peer's refusal, or `DEADLINE_EXCEEDED`: then the outcome is unknown.
pub async fn ask<T>(call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Status> {
    let patience = left();
    if patience.is_zero() {
        return Err(late());
    }
    match tokio::time::timeout(patience + SLACK, call).await {
        Ok(answer) => answer.map(Response::into_inner),
        Err(_) => Err(late()),
    }
}

/// For the next call.
fn left() -> Duration {
    let each = BUDGET.try_with(|budget| budget.each).unwrap_or(USUAL);
    budget_left().map_or(USUAL, |left| left.min(each))
}

fn late() -> Status {
    Status::deadline_exceeded("no answer in time")
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

    /// What travels with a call that is begun now.
    fn travels() -> Duration {
        let request = outgoing(());
        let text = request.metadata().get("grpc-timeout").unwrap().to_str().unwrap().to_owned();
        asked_for(&text).unwrap()
    }

    fn in_ms(millis: u64) -> Instant {
        Instant::now() + Duration::from_millis(millis)
    }

    #[tokio::test]
    async fn what_is_left_travels_and_at_an_edge_no_call_takes_all_of_a_long_budget() {
        assert_eq!(travels(), USUAL);
        let (little, much) = (Duration::from_millis(400), Duration::from_secs(60));
        within_budget(in_ms(400), async { assert!(travels() <= little && travels() > little / 2) }).await;
        within_budget(in_ms(60_000), async { assert_eq!(travels(), USUAL) }).await;
        // An owner passes on what it was given.
        under(in_ms(60_000), async { assert!(travels() <= much && travels() > much / 2) }).await;
        assert!(budget_left().is_none());
    }

    #[tokio::test]
    async fn nothing_is_begun_when_nothing_is_left() {
        let begun = std::sync::atomic::AtomicBool::new(false);
        let call = async {
            begun.store(true, std::sync::atomic::Ordering::Relaxed);
            Ok::<_, Status>(Response::new(()))
        };
        let refused = within_budget(in_ms(0), ask(call)).await.unwrap_err();
        assert_eq!(refused.code(), tonic::Code::DeadlineExceeded);
        let call = async {
            begun.store(true, std::sync::atomic::Ordering::Relaxed);
            Ok::<_, Status>(())
        };
        assert!(within_budget(in_ms(0), shared(call)).await.is_err());
        assert!(!begun.into_inner());
    }

    #[tokio::test]
    async fn what_many_wait_for_has_a_budget_of_its_own_and_none_waits_longer_than_they_have() {
        let start = Instant::now();
        let asked = async {
            assert!(travels() > Duration::from_secs(4), "not the time of whoever came first");
            std::future::pending::<Result<(), Status>>().await
        };
        assert!(within_budget(in_ms(20), shared(asked)).await.is_err());
        assert!(start.elapsed() < Duration::from_secs(3));
    }

    #[tokio::test]
    async fn a_silent_peer_is_not_waited_for() {
        let start = Instant::now();
        let silent = std::future::pending::<Result<Response<()>, Status>>();
        let late = within_budget(in_ms(20), ask(silent)).await.unwrap_err();
        assert_eq!(late.code(), tonic::Code::DeadlineExceeded);
        assert!(start.elapsed() < Duration::from_secs(3));
    }

    #[test]
    fn a_malformed_grpc_timeout_is_none() {
        for text in ["", "S", "12", "123456789S", "1x", "-1S"] {
            assert_eq!(asked_for(text), None, "{text}");
        }
    }
}
