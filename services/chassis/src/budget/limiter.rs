//! One budget for all replicas, and what is granted while nobody sees the others.

use std::time::Duration;

use super::{Answer, Budget, Budgets, local::LocalBudgets};
use crate::{ambient::Clock, redis::Redis};

/// Budgets in Redis; while it is away a third of each in this process alone. Clones share them.
#[derive(Clone)]
pub struct Limiter {
    together: Budgets,
    alone: LocalBudgets,
    clock: Clock,
}

impl Limiter {
    /// Over a Redis that may be away at any time.
    #[must_use]
    pub fn new(redis: Redis, clock: Clock) -> Self {
        Self { together: Budgets::new(redis), alone: LocalBudgets::default(), clock }
    }

    /// Takes one attempt from every budget, each under its key, or from none: then how long to wait. Keys tell nothing personal.
    pub async fn take(&self, budgets: &[(&str, Budget)]) -> Option<Duration> {
        match self.together.take(budgets).await {
            Answer::Granted => None,
            Answer::Wait(wait) => Some(wait),
            Answer::Away => {
                let micros = self.clock.now().unix_timestamp_nanos() / 1000;
                let thirds: Vec<_> = budgets.iter().map(|(key, budget)| (*key, budget.third())).collect();
                self.alone.take(&thirds, i64::try_from(micros).unwrap_or(i64::MAX))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn without_redis_a_third_is_granted_and_comes_back_with_time() {
        let clock = Clock::turnable();
        let redis = Redis::connect("redis://127.0.0.1:1/", Duration::from_millis(150)).unwrap();
        let limiter = Limiter::new(redis, clock.clone());
        let budget = Budget { burst: 9, interval: Duration::from_secs(1) };
        let passed = async || {
            let mut passed = 0;
            while passed < 10 && limiter.take(&[("x", budget)]).await.is_none() {
                passed += 1;
            }
            passed
        };
        assert_eq!(passed().await, 3);
        let wait = limiter.take(&[("x", budget), ("y", budget)]).await.unwrap();
        assert!(wait <= Duration::from_secs(3), "{wait:?}");
        clock.turn(time::Duration::seconds(9));
        assert_eq!(passed().await, 3);
    }
}
