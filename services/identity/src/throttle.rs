//! Budgets of attempts, kept in Redis for all replicas together; by this process at a third while Redis is away.

mod local;

use std::time::Duration;

use chassis::{ambient::Clock, vault::MasterKey};
use data_encoding::BASE32_NOPAD;
use metrics::counter;
use redis::Script;

use self::local::LocalBudgets;
use crate::{clients::redis::Redis, domain::throttle::Limits};

/// One attempt: who tries, and on which account. Both are opaque.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// Budgets of its kind.
    pub limits: &'a Limits,
    /// Device or address.
    pub client: &'a str,
    /// What is attacked: an account's login as typed, so that unknown ones are throttled alike.
    pub subject: &'a str,
}

/// The budget is used up.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("too many attempts")]
pub struct TooManyAttempts {
    /// An attempt after that is heard.
    pub retry_after: Duration,
}

/// The throttle of all attempts; clones share it.
#[derive(Clone)]
pub struct Throttle {
    redis: Redis,
    local: LocalBudgets,
    clock: Clock,
    index: chassis::vault::BlindIndex,
    take: std::sync::Arc<Script>,
    succeed: std::sync::Arc<Script>,
}

/// How long a device that got in stays known.
const KNOWN: Duration = Duration::from_secs(90 * 24 * 3600);

impl Throttle {
    /// A throttle over a Redis that may be away at any time.
    #[must_use]
    pub fn new(redis: Redis, clock: Clock, master: &MasterKey) -> Self {
        Self {
            redis,
            local: LocalBudgets::default(),
            clock,
            index: master.blind_index("throttle"),
            take: Script::new(include_str!("throttle/take.lua")).into(),
            succeed: Script::new(include_str!("throttle/succeed.lua")).into(),
        }
    }

    /// Takes one attempt from every budget that it falls under, or none.
    ///
    /// # Errors
    /// [`TooManyAttempts`]: a budget is used up.
    pub async fn take(&self, attempt: Attempt<'_>) -> Result<(), TooManyAttempts> {
        let Limits { client, stranger, known, .. } = attempt.limits;
        let keys = self.keys(attempt);
        let mut take = self.take.prepare_invoke();
        for key in &keys {
            take.key(key);
        }
        for budget in [client, stranger, known] {
            take.arg(budget.interval_micros()).arg(budget.tolerance_micros());
        }
        let answer: Option<i64> = self.redis.ask(async |connection| take.invoke_async(connection).await).await;
        let wait = match answer {
            Some(micros) => u64::try_from(micros).ok().filter(|micros| *micros > 0).map(Duration::from_micros),
            None => {
                let now = i64::try_from(self.clock.now().unix_timestamp_nanos() / 1000).unwrap_or(i64::MAX);
                self.local.take(&[(&keys[1], client.third()), (&keys[2], stranger.third())], now)
            }
        };
        match wait {
            None => Ok(()),
            Some(retry_after) => {
                counter!("epupns_attempts_refused_total", "kind" => attempt.limits.name).increment(1);
                Err(TooManyAttempts { retry_after })
            }
        }
    }

    /// The attempt got in: its device is known from now on, and the shared address gets its attempt back.
    pub async fn succeed(&self, attempt: Attempt<'_>) {
        let keys = self.keys(attempt);
        let mut succeed = self.succeed.prepare_invoke();
        succeed.key(&keys[0]).key(&keys[1]).arg(attempt.limits.client.interval_micros()).arg(KNOWN.as_secs());
        // Without Redis the device stays unknown, which only makes its next mistake dearer.
        let _: Option<i64> = self.redis.ask(async |connection| succeed.invoke_async(connection).await).await;
    }

    /// Mark of a known device; budgets of client, of strangers to the account, of the known device. Blind: no key in Redis
    /// tells a login or an address.
    fn keys(&self, attempt: Attempt<'_>) -> [String; 4] {
        let Attempt { limits: Limits { name, .. }, client, subject } = attempt;
        let blind = |text: String| BASE32_NOPAD.encode(&self.index.of(&text)).to_ascii_lowercase();
        let pair = blind(format!("{}:{client}{subject}", client.len()));
        [
            format!("identity:known:{name}:{pair}"),
            format!("identity:client:{name}:{}", blind(client.to_owned())),
            format!("identity:stranger:{name}:{}", blind(subject.to_owned())),
            format!("identity:device:{name}:{pair}"),
        ]
    }
}
