//! Redis, which may be away at any time without harm.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use anyhow::Context as _;
use chassis::ambient::Clock;
use redis::{
    Client, RedisResult,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

/// Longer than that and it counts as away.
const ANSWER: Duration = Duration::from_millis(250);
/// How long it is left alone after that.
const PAUSE_MILLIS: i64 = 1000;

/// A connection that mends itself; clones share it.
#[derive(Clone)]
pub struct Redis {
    manager: ConnectionManager,
    away_until: Arc<AtomicI64>,
    clock: Clock,
}

impl Redis {
    /// Connects at the first use.
    ///
    /// # Errors
    /// The URL is malformed.
    pub fn connect(url: &str, clock: Clock) -> anyhow::Result<Self> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(ANSWER))
            .set_response_timeout(Some(ANSWER))
            .set_number_of_retries(1);
        let client = Client::open(url).context("EPUPNS_REDIS_URL")?;
        let manager = ConnectionManager::new_lazy_with_config(client, config).context("EPUPNS_REDIS_URL")?;
        Ok(Self { manager, away_until: Arc::default(), clock })
    }

    /// Asks; `None` while it is away.
    pub async fn ask<T>(&self, question: impl AsyncFnOnce(&mut ConnectionManager) -> RedisResult<T>) -> Option<T> {
        let now = || i64::try_from(self.clock.now().unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        let away_until = self.away_until.load(Ordering::Relaxed);
        if now() < away_until {
            return None;
        }
        let mut connection = self.manager.clone();
        let problem = match tokio::time::timeout(ANSWER, question(&mut connection)).await {
            Ok(Ok(answer)) => {
                self.away_until.store(0, Ordering::Relaxed);
                return Some(answer);
            }
            Ok(Err(error)) => error.category().to_owned(),
            Err(_) => "no answer".to_owned(),
        };
        if away_until == 0 {
            tracing::warn!(problem, "Redis is away; limits are kept by each process at a third");
        }
        self.away_until.store(now() + PAUSE_MILLIS, Ordering::Relaxed);
        None
    }
}
