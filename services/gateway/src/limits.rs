//! Budgets per client address: shared in Redis, and a third of them in each process while Redis is away.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use axum::{
    extract::{FromRequestParts as _, Request, State},
    middleware::Next,
    response::Response,
};
use chassis::redis::Redis;
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::DashMapStateStore,
};
use redis::Script;

use crate::{app::App, client::Client, problem::Problem};

/// What an operation draws from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// What anyone may ask.
    Public,
    /// What checks a password or a code.
    SignIn,
}

type Alone = RateLimiter<String, DashMapStateStore<String>, DefaultClock>;

/// Generic cell rate: a bucket of one minute's requests that refills steadily. Redis' own clock, so that gateways agree.
/// Gives 0, or milliseconds to wait.
const SPEND: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local interval = 60000 / tonumber(ARGV[1])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local wait = full + interval - now - 60000
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.3f', full + interval), 'PX', 60000)
return 0";

/// The budgets of all clients.
pub struct Limits {
    redis: Redis,
    spend: Script,
    public: Limit,
    sign_in: Limit,
}

struct Limit {
    per_minute: NonZeroU32,
    alone: Alone,
}

impl Limit {
    fn new(per_minute: NonZeroU32) -> Self {
        let third = NonZeroU32::new(per_minute.get() / 3).unwrap_or(NonZeroU32::MIN);
        Self { per_minute, alone: RateLimiter::dashmap(Quota::per_minute(third)) }
    }
}

impl Limits {
    /// Budgets in requests a minute per address.
    #[must_use]
    pub fn new(redis: Redis, public: NonZeroU32, sign_in: NonZeroU32) -> Self {
        Self { redis, spend: Script::new(SPEND), public: Limit::new(public), sign_in: Limit::new(sign_in) }
    }

    fn of(&self, budget: Budget) -> (&'static str, &Limit) {
        match budget {
            Budget::Public => ("public", &self.public),
            Budget::SignIn => ("sign_in", &self.sign_in),
        }
    }

    /// Takes one request from the client's budget.
    ///
    /// # Errors
    /// `TOO_MANY_REQUESTS` with the time to wait.
    pub async fn spend(&self, client: &Client, budget: Budget) -> Result<(), Problem> {
        let (name, limit) = self.of(budget);
        let key = client.key();
        let mut script = self.spend.prepare_invoke();
        script.key(format!("epupns:gateway:budget:{name}:{key}")).arg(limit.per_minute.get());
        let script = &script;
        let spent = self.redis.ask(|mut redis| async move { script.invoke_async::<u64>(&mut redis).await }).await;
        let wait = match spent {
            Some(0) => None,
            Some(millis) => Some(Duration::from_millis(millis)),
            None => {
                let clock = DefaultClock::default();
                limit.alone.check_key(&key).err().map(|refused| refused.wait_time_from(clock.now()))
            }
        };
        let Some(wait) = wait else { return Ok(()) };
        metrics::counter!("epupns_gateway_over_budget_total", "budget" => name).increment(1);
        Err(Problem::new("TOO_MANY_REQUESTS").retry_after(wait))
    }

    /// Drops the clients whose budget is full again: the counters kept alone must not grow with every address seen.
    pub fn forget_idle(&self) {
        for limit in [&self.public, &self.sign_in] {
            limit.alone.retain_recent();
            limit.alone.shrink_to_fit();
        }
    }
}

/// Middleware of the operations that draw from one budget.
///
/// # Errors
/// `TOO_MANY_REQUESTS`.
pub(crate) async fn spend(
    State((app, budget)): State<(Arc<App>, Budget)>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let Ok(client) = Client::from_request_parts(&mut parts, &app).await;
    app.limits.spend(&client, budget).await?;
    Ok(next.run(Request::from_parts(parts, body)).await)
}
