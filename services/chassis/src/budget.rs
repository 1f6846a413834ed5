//! Budgets: so much at once, then an even pace. Delay, never lockout (generic cell rate algorithm).
//!
//! A refused attempt costs nothing, so whoever waits as long as they are told gets in. Times are microseconds since 1970.

mod limiter;
mod local;
mod shared;

use std::time::Duration;

pub use self::{
    limiter::Limiter,
    shared::{Answer, Budgets},
};

/// So many attempts at once, then one per interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Budget {
    /// Attempts at once.
    pub burst: u32,
    /// After them, one per this time.
    pub interval: Duration,
}

impl Budget {
    /// A third of it: what a process grants by itself while it cannot see what the others have granted.
    #[must_use]
    pub fn third(self) -> Self {
        Self { burst: (self.burst / 3).max(1), interval: self.interval * 3 }
    }

    /// The interval in microseconds.
    #[must_use]
    pub fn interval_micros(self) -> i64 {
        i64::try_from(self.interval.as_micros()).unwrap_or(i64::MAX)
    }

    /// How far the theoretical arrival time may run ahead of now.
    #[must_use]
    pub fn tolerance_micros(self) -> i64 {
        self.interval_micros().saturating_mul(i64::from(self.burst.max(1) - 1))
    }

    /// The arrival time kept so far, if it can be true. None runs further ahead than a full budget and one attempt: then the
    /// clock was set back, and whoever waits must not wait for it to catch up.
    #[must_use]
    pub fn believable(self, arrival: Option<i64>, now: i64) -> Option<i64> {
        let furthest = self.tolerance_micros().saturating_add(self.interval_micros());
        arrival.filter(|arrival| arrival.saturating_sub(now) <= furthest)
    }

    /// How long to wait before the next attempt, given the theoretical arrival time kept so far; `None`: now.
    #[must_use]
    pub fn wait(self, arrival: Option<i64>, now: i64) -> Option<Duration> {
        let ahead = arrival.map_or(0, |arrival| arrival - now);
        let wait = ahead - self.tolerance_micros();
        u64::try_from(wait).ok().filter(|wait| *wait > 0).map(Duration::from_micros)
    }

    /// The arrival time to keep after an attempt was let through.
    #[must_use]
    pub fn spend(self, arrival: Option<i64>, now: i64) -> i64 {
        arrival.map_or(now, |arrival| arrival.max(now)) + self.interval_micros()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: i64 = 1_000_000;

    fn budgets() -> impl Strategy<Value = Budget> {
        (1_u32..20, 1_u64..60).prop_map(|(burst, s)| Budget { burst, interval: Duration::from_secs(s) })
    }

    #[test]
    fn a_burst_then_one_per_interval() {
        let budget = Budget { burst: 3, interval: Duration::from_secs(10) };
        let mut arrival = None;
        for _ in 0..3 {
            assert_eq!(budget.wait(arrival, 0), None);
            arrival = Some(budget.spend(arrival, 0));
        }
        assert_eq!(budget.wait(arrival, 0), Some(Duration::from_secs(10)));
        assert_eq!(budget.wait(arrival, 9 * SECOND), Some(Duration::from_secs(1)));
        assert_eq!(budget.wait(arrival, 10 * SECOND), None);
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let budget = Budget { burst: 3, interval: Duration::from_secs(10) };
        let spent = (0..3).fold(None, |arrival, _| Some(budget.spend(arrival, 3600 * SECOND)));
        assert_eq!(budget.believable(spent, 3600 * SECOND), spent);
        assert_eq!(budget.believable(spent, 0), None);
    }

    proptest! {
        #[test]
        fn whoever_waits_as_told_gets_in(budget in budgets(), pauses in prop::collection::vec(0_i64..40, 1..80)) {
            let (mut arrival, mut now) = (None, 0_i64);
            for pause in pauses {
                now += pause * SECOND;
                if let Some(wait) = budget.wait(arrival, now) {
                    prop_assert!(wait <= budget.interval, "a refused attempt costs nothing");
                    now += i64::try_from(wait.as_micros()).unwrap();
                    prop_assert_eq!(budget.wait(arrival, now), None);
                }
                arrival = Some(budget.spend(arrival, now));
            }
        }

        #[test]
        fn no_window_lets_more_through_than_its_budget(budget in budgets(), pauses in prop::collection::vec(0_i64..3, 1..200)) {
            let (mut arrival, mut now, mut passed) = (None, 0_i64, 0_i64);
            for pause in pauses {
                now += pause * SECOND;
                if budget.wait(arrival, now).is_none() {
                    arrival = Some(budget.spend(arrival, now));
                    passed += 1;
                }
            }
            prop_assert!(passed <= i64::from(budget.burst) + now / budget.interval_micros());
        }

        #[test]
        fn a_third_is_never_more_than_a_third(budget in budgets().prop_filter("divisible", |b| b.burst >= 3)) {
            let third = budget.third();
            prop_assert!(third.burst * 3 <= budget.burst && third.interval == budget.interval * 3);
        }
    }
}
