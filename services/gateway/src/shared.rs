//! What all gateways count together, in Redis; which may be away at any time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use redis::{
    Client, FromRedisValue, ScriptInvocation,
    aio::{ConnectionManager, ConnectionManagerConfig},
};

/// Counting must not cost more than what it guards.
const ANSWER_WITHIN: Duration = Duration::from_millis(150);
/// How long Redis is left alone after it gave no answer: only one request a second waits for an absent one.
const LEAVE_ALONE: Duration = Duration::from_secs(1);

/// A connection that is made when first used and made again when lost.
#[derive(Clone)]
pub struct Shared {
    connection: ConnectionManager,
    start: Instant,
    /// Milliseconds after `start`; before that it is not asked.
    ask_again: Arc<AtomicU64>,
}

impl Shared {
    /// Does not connect yet. Needs a tokio runtime.
    ///
    /// # Errors
    /// The address is malformed.
    pub fn new(url: &str) -> anyhow::Result<Self> {
        let config = ConnectionManagerConfig::new()
            .set_response_timeout(Some(ANSWER_WITHIN))
            .set_connection_timeout(Some(ANSWER_WITHIN))
            .set_number_of_retries(0);
        let connection = ConnectionManager::new_lazy_with_config(Client::open(url)?, config)?;
        Ok(Self { connection, start: Instant::now(), ask_again: Arc::default() })
    }

    /// Runs a script; `None` when Redis gives no answer in time.
    pub async fn run<T: FromRedisValue>(&self, script: &ScriptInvocation<'_>) -> Option<T> {
        if self.now() < self.ask_again.load(Ordering::Relaxed) {
            return None;
        }
        let mut connection = self.connection.clone();
        let error = match tokio::time::timeout(ANSWER_WITHIN, script.invoke_async(&mut connection)).await {
            Ok(Ok(value)) => return Some(value),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer in time".to_owned(),
        };
        self.ask_again.store(self.now() + millis(LEAVE_ALONE), Ordering::Relaxed);
        metrics::counter!("epupns_gateway_redis_failures_total").increment(1);
        tracing::warn!(error, "Redis is away; counting alone");
        None
    }

    fn now(&self) -> u64 {
        millis(self.start.elapsed())
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
