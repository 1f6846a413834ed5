//! Budgets that all replicas draw from, kept in Redis.

use std::{sync::Arc, time::Duration};

use redis::Script;

use super::Budget;
use crate::redis::Redis;

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It may go on.
    Granted,
    /// A budget is used up; after that there is room again.
    Wait(Duration),
    /// Nobody can say.
    Away,
}

/// The budgets of one Redis; clones share it.
#[derive(Clone)]
pub struct Budgets {
    redis: Redis,
    take: Arc<Script>,
}

impl Budgets {
    /// Over a Redis that may be away at any time.
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self { redis, take: Script::new(include_str!("take.lua")).into() }
    }

    /// Takes one attempt from every budget, each under its key, or from none. Keys tell nothing personal.
    pub async fn take(&self, budgets: &[(&str, Budget)]) -> Answer {
        let mut take = self.take.prepare_invoke();
        for (key, budget) in budgets {
            take.key(*key).arg(budget.interval_micros()).arg(budget.tolerance_micros());
        }
        let take = &take;
        let ask = |mut redis| async move { take.invoke_async::<i64>(&mut redis).await };
        match self.redis.ask(ask).await {
            None => Answer::Away,
            Some(micros) => match u64::try_from(micros) {
                Ok(micros) if micros > 0 => Answer::Wait(Duration::from_micros(micros)),
                _ => Answer::Granted,
            },
        }
    }
}
