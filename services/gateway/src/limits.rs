//! Budgets per client address: shared in Redis, and a third of them in each process while Redis is away.

use std::{num::NonZeroU32, time::Duration};

use chassis::{
    ambient::Clock,
    budget::{self, Limiter},
    redis::Redis,
};

use crate::{client::Client, problem::Problem};

/// What an operation draws from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// What anyone may ask.
    Public,
    /// What checks a password or a code.
    SignIn,
}

/// The budgets of all clients.
pub struct Limits {
    limiter: Limiter,
    public: budget::Budget,
    sign_in: budget::Budget,
}

/// A minute's requests at once, then evenly.
fn per_minute(requests: NonZeroU32) -> budget::Budget {
    budget::Budget { burst: requests.get(), interval: Duration::from_secs(60) / requests.get() }
}

impl Limits {
    /// Budgets in requests a minute per address.
    #[must_use]
    pub fn new(redis: Redis, clock: Clock, public: NonZeroU32, sign_in: NonZeroU32) -> Self {
        let (public, sign_in) = (per_minute(public), per_minute(sign_in));
        Self { limiter: Limiter::new(redis, clock), public, sign_in }
    }

    /// Takes one request from the client's budget.
    ///
    /// # Errors
    /// `TOO_MANY_REQUESTS` with the time to wait.
    pub async fn spend(&self, client: &Client, budget: Budget) -> Result<(), Problem> {
        let (name, budget) = match budget {
            Budget::Public => ("public", self.public),
            Budget::SignIn => ("sign_in", self.sign_in),
        };
        let key = format!("epupns:budget:gateway:{name}:{}", client.key());
        let Some(wait) = self.limiter.take(&[(&key, budget)]).await else { return Ok(()) };
        metrics::counter!("epupns_gateway_over_budget_total", "budget" => name).increment(1);
        Err(Problem::new("TOO_MANY_REQUESTS").retry_after(wait))
    }
}

#[cfg(test)]
mod tests {
    use time::Duration as Span;

    use super::*;

    #[tokio::test]
    async fn without_redis_an_address_has_a_third_for_itself_and_a_minute_later_again() {
        let (clock, many) = (Clock::turnable(), NonZeroU32::new(9).unwrap());
        let redis = Redis::connect("redis://127.0.0.1:1/", Duration::from_millis(150)).unwrap();
        let limits = Limits::new(redis, clock.clone(), many, many);
        let client = |last| Client::find([203, 0, 113, last].into(), &http::HeaderMap::new(), &[]);
        let passed = async |last, budget| {
            let mut passed = 0;
            while passed < 10 && limits.spend(&client(last), budget).await.is_ok() {
                passed += 1;
            }
            passed
        };
        assert_eq!(passed(7, Budget::Public).await, 3);
        assert_eq!(passed(7, Budget::SignIn).await, 3, "each budget by itself");
        assert_eq!(passed(8, Budget::Public).await, 3, "each address by itself");
        clock.turn(Span::minutes(1));
        assert_eq!(passed(7, Budget::Public).await, 3);
    }
}
