//! How long certificates still count.

use chassis::{ambient::Clock, settings::TlsSettings, tls};
use time::OffsetDateTime;

use super::finding::{Finding, Verdict};

/// Renewed with two thirds of their 90 days left: fewer than that mean that nobody renews, or that nobody rolled out since.
const WARN_DAYS: i64 = 21;
const FAIL_DAYS: i64 = 5;

/// Our own.
pub(super) fn of_the_operator(settings: &TlsSettings) -> Finding {
    let remedy = "have a new one made with your name (k8s/README.md, Certificates; `./deploy/up` makes its own)";
    match tls::expires_at(settings) {
        Ok(ends) => judge("operator", ends, remedy),
        Err(error) => Finding::failed("operator", "certificate", &error),
    }
}

/// The one that a service shows.
pub(super) fn of_service(name: &str, ends: OffsetDateTime) -> Finding {
    let remedy = format!(
        "see that it was renewed (`kubectl -n epupns get certificate {name}`), then let {name} read it: \
         `kubectl -n epupns rollout restart deployment/{name}`"
    );
    judge(name, ends, &remedy)
}

fn judge(place: &str, ends: OffsetDateTime, remedy: &str) -> Finding {
    let days = (ends - Clock::system().now()).whole_days();
    Finding::new(place, "certificate", verdict(days), format!("{days} days left"), remedy)
}

fn verdict(days: i64) -> Verdict {
    match days {
        ..FAIL_DAYS => Verdict::Fail,
        FAIL_DAYS..WARN_DAYS => Verdict::Warn,
        WARN_DAYS.. => Verdict::Ok,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_that_comes_near_is_said_in_time() {
        assert_eq!(
            [-1, 4, 5, 20, 21].map(verdict),
            [Verdict::Fail, Verdict::Fail, Verdict::Warn, Verdict::Warn, Verdict::Ok]
        );
    }
}
