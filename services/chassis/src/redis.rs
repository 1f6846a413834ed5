//! Redis, which may be away at any time and may forget everything.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context as _;
use metrics::gauge;
use redis::{
    Client, RedisResult,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

/// How long it is left alone after it gave no answer: only one question a second waits for an absent one.
const PAUSE: Duration = Duration::from_secs(1);

/// A connection that mends itself; clones share it.
#[derive(Clone)]
pub struct Redis {
    manager: ConnectionManager,
    answer_within: Duration,
    /// Milliseconds after `since`; 0 while it answers. Not by the wall clock, which may be set back for an hour.
    away_until: Arc<AtomicU64>,
    since: Instant,
}

impl Redis {
    /// Connects at the first use; whoever does not answer within that time counts as away. Needs a tokio runtime.
    ///
    /// # Errors
    /// The URL is malformed.
    pub fn connect(url: &str, answer_within: Duration) -> anyhow::Result<Self> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(answer_within))
            .set_response_timeout(Some(answer_within))
            .set_number_of_retries(1);
        let client = Client::open(url).context("EPUPNS_REDIS_URL")?;
        let manager = ConnectionManager::new_lazy_with_config(client, config).context("EPUPNS_REDIS_URL")?;
        gauge!("epupns_redis_away").set(0.0);
        Ok(Self { manager, answer_within, away_until: Arc::default(), since: Instant::now() })
    }

    /// Asks; `None` while it is away. What is asked over a connection that has broken meanwhile is asked twice.
    pub async fn ask<T, F>(&self, question: impl Fn(ConnectionManager) -> F) -> Option<T>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let millis = |elapsed: Duration| u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let away_until = self.away_until.load(Ordering::Relaxed);
        if millis(self.since.elapsed()) < away_until {
            return None;
        }
        let asked = async {
            match question(self.manager.clone()).await {
                // It was restarted since: the manager connects anew.
                Err(error) if error.is_connection_dropped() => question(self.manager.clone()).await,
                answer => answer,
            }
        };
        let problem = match tokio::time::timeout(self.answer_within, asked).await {
            Ok(Ok(answer)) => {
                self.away_until.store(0, Ordering::Relaxed);
                gauge!("epupns_redis_away").set(0.0);
                return Some(answer);
            }
            Ok(Err(error)) => error.category().to_owned(),
            Err(_) => "no answer".to_owned(),
        };
        gauge!("epupns_redis_away").set(1.0);
        if away_until == 0 {
            tracing::warn!(problem, "Redis is away");
        }
        self.away_until.store(millis(self.since.elapsed() + PAUSE), Ordering::Relaxed);
        None
    }
}
