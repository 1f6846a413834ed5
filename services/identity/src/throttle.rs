//! Budgets of attempts, kept in Redis for all replicas together; by this process at a third while Redis is away.

mod limits;

use std::{sync::Arc, time::Duration};

use chassis::{
    ambient::Clock,
    budget::Limiter,
    redis::Redis,
    vault::{BlindIndex, MasterKey},
};
use data_encoding::BASE32_NOPAD;
use metrics::counter;
use redis::Script;

pub(crate) use self::limits::{CLIENT, Limits, PASSWORD, TOTP};

/// One attempt: who tries, from where, and on which account. All are opaque.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt<'a> {
    /// Budgets of its kind.
    pub(crate) limits: &'a Limits,
    /// The browser's id where it has one, so that whoever shares an address shares nothing else; whoever makes them up is
    /// unknown under each of them.
    pub(crate) device: &'a str,
    /// What pays for a device that is unknown to the account; empty: the device stands for it.
    pub(crate) address: &'a str,
    /// What is attacked: an account's login as typed, so that unknown ones are throttled alike.
    pub(crate) subject: &'a str,
}

/// The budget is used up.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("too many attempts")]
pub(crate) struct TooManyAttempts {
    /// An attempt after that is heard.
    pub(crate) retry_after: Duration,
}

/// The throttle of all attempts; clones share it.
#[derive(Clone)]
pub(crate) struct Throttle {
    redis: Redis,
    limiter: Limiter,
    index: BlindIndex,
    succeed: Arc<Script>,
}

/// How long a device that got in stays known.
const KNOWN: Duration = Duration::from_secs(90 * 24 * 3600);

impl Throttle {
    /// A throttle over a Redis that may be away at any time.
    #[must_use]
    pub(crate) fn new(redis: Redis, clock: Clock, master: &MasterKey) -> Self {
        Self {
            limiter: Limiter::new(redis.clone(), clock),
            redis,
            index: master.blind_index("throttle"),
            succeed: Script::new(include_str!("throttle/succeed.lua")).into(),
        }
    }

    /// Takes one attempt: on a device that is known to the account from their own budget, else from the address's and from
    /// the account's for strangers, or from neither.
    ///
    /// # Errors
    /// [`TooManyAttempts`]: a budget is used up.
    pub(crate) async fn take(&self, attempt: Attempt<'_>) -> Result<(), TooManyAttempts> {
        let limits = attempt.limits;
        let keys = self.keys(attempt);
        let own = [(keys.device.as_str(), limits.known)];
        let shared = [(keys.address.as_str(), limits.address), (keys.stranger.as_str(), limits.stranger)];
        let wait =
            if self.is_known(&keys).await { self.limiter.take(&own).await } else { self.limiter.take(&shared).await };
        match wait {
            None => Ok(()),
            Some(retry_after) => {
                counter!("epupns_attempts_refused_total", "kind" => limits.name).increment(1);
                Err(TooManyAttempts { retry_after })
            }
        }
    }

    async fn is_known(&self, keys: &Keys) -> bool {
        let ask =
            |mut redis| async move { redis::cmd("EXISTS").arg(&keys.known).query_async::<bool>(&mut redis).await };
        self.redis.ask(ask).await.unwrap_or(false)
    }

    /// The attempt got in: its device is known to this account from now on, and the shared address gets its attempt back.
    pub(crate) async fn succeed(&self, attempt: Attempt<'_>) {
        let keys = self.keys(attempt);
        let mut succeed = self.succeed.prepare_invoke();
        succeed.key(&keys.known).key(&keys.address).arg(attempt.limits.address.interval_micros()).arg(KNOWN.as_secs());
        // Without Redis the device stays unknown, which only makes its next mistake dearer.
        let succeed = &succeed;
        self.redis.ask(|mut redis| async move { succeed.invoke_async::<i64>(&mut redis).await }).await;
    }

    /// A device or address, blind: what a ticket remembers of it.
    #[must_use]
    pub(crate) fn blind(&self, client: &str) -> [u8; 16] {
        self.index.of(client)
    }

    fn keys(&self, attempt: Attempt<'_>) -> Keys {
        let Attempt { limits: Limits { name, .. }, device, address, subject } = attempt;
        let blind = |text: &str| BASE32_NOPAD.encode(&self.index.of(text)).to_ascii_lowercase();
        let pair = blind(&format!("{}:{device}{subject}", device.len()));
        let address = if address.is_empty() { device } else { address };
        Keys {
            known: format!("identity:known:{name}:{pair}"),
            address: format!("identity:address:{name}:{}", blind(address)),
            stranger: format!("identity:stranger:{name}:{}", blind(subject)),
            device: format!("identity:device:{name}:{pair}"),
        }
    }
}

/// Names in Redis. Blind: none tells a login or an address.
struct Keys {
    /// Mark of a device that got in.
    known: String,
    /// Budget of the address.
    address: String,
    /// Budget of all strangers to the account.
    stranger: String,
    /// Budget of the known device.
    device: String,
}
