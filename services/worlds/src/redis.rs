//! The shared Redis, and none.

use std::time::Duration;

use chassis::redis::Redis;
use stack::ServersFile;

/// Nobody listens there.
pub const NO_REDIS: &str = "redis://127.0.0.1:1";
/// A busy machine is not a Redis that is away.
const ANSWERS_WITHIN: Duration = Duration::from_secs(5);

/// Where the Redis is that all tests share.
#[must_use]
pub fn redis_url() -> String {
    ServersFile::from_env().expect("test servers").redis_url
}

/// The way to a Redis.
#[must_use]
pub fn redis(url: &str) -> Redis {
    Redis::connect(url, ANSWERS_WITHIN).unwrap()
}
