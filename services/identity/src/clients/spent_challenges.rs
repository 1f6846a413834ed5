//! Challenges that were redeemed: none is redeemed twice.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chassis::redis::Redis;
use futures::future::{BoxFuture, FutureExt as _};

use crate::app::ports::SpentChallenges;

/// Remembered here beside Redis; the oldest are forgotten first.
const REMEMBERED: usize = 100_000;

/// What has been redeemed, by all replicas (Redis) and by this one.
#[derive(Clone)]
pub(crate) struct RedisSpentChallenges {
    redis: Redis,
    here: Arc<Mutex<Remembered>>,
}

#[derive(Default)]
struct Remembered {
    ids: HashSet<String>,
    order: VecDeque<String>,
}

impl RedisSpentChallenges {
    /// Nothing is spent yet.
    #[must_use]
    pub(crate) fn new(redis: Redis) -> Self {
        Self { redis, here: Arc::default() }
    }

    async fn spend_everywhere(&self, id: &str, lifetime: Duration) -> bool {
        if !self.remember(id) {
            return false;
        }
        let key = format!("identity:challenge:{id}");
        let mut set = redis::cmd("SET");
        set.arg(&key).arg(1).arg("NX").arg("EX").arg(lifetime.as_secs().max(1));
        let set = &set;
        let done = self.redis.ask(|mut redis| async move { set.query_async::<Option<String>>(&mut redis).await }).await;
        // With Redis away this replica's own memory has to do.
        done.is_none_or(|done| done.is_some())
    }

    fn remember(&self, id: &str) -> bool {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        if !here.ids.insert(id.to_owned()) {
            return false;
        }
        here.order.push_back(id.to_owned());
        if here.order.len() > REMEMBERED
            && let Some(oldest) = here.order.pop_front()
        {
            here.ids.remove(&oldest);
        }
        true
    }
}

impl SpentChallenges for RedisSpentChallenges {
    fn spend<'a>(&'a self, id: &'a str, lifetime: Duration) -> BoxFuture<'a, bool> {
        self.spend_everywhere(id, lifetime).boxed()
    }
}
