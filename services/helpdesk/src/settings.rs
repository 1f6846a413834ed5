//! The service's flags and their environment variables.

use std::{path::PathBuf, time::Duration};

use anyhow::Context as _;
use chassis::{redis::Redis, settings::OwnerSettings};
use clap::Args;
use data_encoding::BASE64;
use kernel::NumberKey;

/// What `helpdesk serve` is told.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// What every owner of data has.
    #[command(flatten)]
    pub(crate) owner: OwnerSettings,
    /// Identity's door, `https://host:port`: signing keys.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub(crate) identity_address: String,
    /// Registration's door, `https://host:port`: where somebody is employed.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub(crate) registration_address: String,
    /// Redis or Valkey, e.g. `redis://redis:6379`. May be away.
    #[arg(long, env = "EPUPNS_REDIS_URL", hide_env_values = true)]
    pub(crate) redis_url: String,
    /// 32 random bytes in base64 that turn the sequence into report numbers. Never changes while numbers are in use.
    #[arg(long, env = "EPUPNS_NUMBER_KEY_FILE")]
    pub(crate) number_key_file: PathBuf,
}

/// While Redis is away this process counts alone: nobody waits long for it.
const REDIS_ANSWERS_WITHIN: Duration = Duration::from_millis(300);

impl Settings {
    /// Where is counted with all replicas together.
    ///
    /// # Errors
    /// The URL is malformed.
    pub(crate) fn redis(&self) -> anyhow::Result<Redis> {
        Redis::connect(&self.redis_url, REDIS_ANSWERS_WITHIN)
    }

    /// Reads the mounted key of report numbers.
    ///
    /// # Errors
    /// The file is missing or malformed; the message names it.
    pub(crate) fn number_key(&self) -> anyhow::Result<NumberKey> {
        let path = &self.number_key_file;
        let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        let bytes = BASE64.decode(text.trim().as_bytes()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        Ok(NumberKey::new(bytes.with_context(|| format!("{} is not 32 bytes in base64", path.display()))?))
    }
}
