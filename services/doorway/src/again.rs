//! When to come back.

use std::time::Duration;

use http::StatusCode;

/// After an outage that named no delay of its own.
pub const SOON: Duration = Duration::from_secs(2);

/// When an answer of this status says to come back: as it was said, and in any case for what passes by itself.
#[must_use]
pub fn due(status: StatusCode, said: Option<Duration>) -> Option<Duration> {
    let passes = matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS);
    said.or_else(|| passes.then_some(SOON))
}

/// In whole seconds, rounded up: who comes back early is refused again.
#[must_use]
pub fn seconds(delay: Duration) -> u64 {
    (delay.as_secs() + u64::from(delay.subsec_nanos() > 0)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_come_back_too_early_or_at_once() {
        for (millis, told) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (7000, 7)] {
            assert_eq!(seconds(Duration::from_millis(millis)), told, "{millis}");
        }
    }
}
