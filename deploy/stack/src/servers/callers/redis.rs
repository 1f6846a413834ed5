//! A Redis of the caller's own. Nothing is made there; what programs keep in it begins with `epupns:` and runs out.

use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::REDIS;
use crate::binaries::{REDIS_AT_LEAST, parse_version};
use crate::url_place::place;

const WITHIN: Duration = Duration::from_secs(5);

/// Makes sure that it answers and is new enough.
///
/// # Errors
/// It is not; with the remedy.
pub(crate) async fn admit(url: &str) -> Result<()> {
    let place = place(url);
    let remedy = format!("remedy: correct {REDIS}, or unset it: then a private Valkey is started");
    let ask = async {
        let mut connection = redis::Client::open(url)?.get_multiplexed_async_connection().await?;
        redis::cmd("INFO").arg("server").query_async::<String>(&mut connection).await
    };
    let said = tokio::time::timeout(WITHIN, ask)
        .await
        .with_context(|| format!("the Redis at {place} does not answer within {WITHIN:?}\n{remedy}"))?
        .with_context(|| format!("the Redis at {place} does not let us in\n{remedy}"))?;
    // Valkey says the version of Redis that it is compatible with.
    let version = said.lines().find_map(|line| parse_version(line.strip_prefix("redis_version:")?));
    match version {
        Some(version) if version >= REDIS_AT_LEAST => Ok(()),
        found => bail!("the Redis at {place} is older than 7 ({found:?})\n{remedy}"),
    }
}
