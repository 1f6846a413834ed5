//! The service's flags and their environment variables.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Context as _;
use chassis::{
    budget::{Budget, Budgets},
    redis::Redis,
    settings::OwnerSettings,
};
use clap::Args;
use data_encoding::BASE64;
use kernel::NumberKey;

use crate::domain::registration::card_signature::CardKey;

/// What `registration serve` is told.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// What every owner of data has.
    #[command(flatten)]
    pub owner: OwnerSettings,
    /// Identity's door, `https://host:port`.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub identity_address: String,
    /// Redis or Valkey, e.g. `redis://redis:6379`. While it is away nobody can look up.
    #[arg(long, env = "EPUPNS_REDIS_URL", hide_env_values = true)]
    pub redis_url: String,
    /// Look-ups of one NIP at once; after them one per 30 s.
    #[arg(long, env = "EPUPNS_LOOKUPS_PER_NIP", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub lookups_per_nip: u32,
    /// 32 random bytes in base64 that turn the sequence into registration numbers. Never changes while numbers are in use.
    #[arg(long, env = "EPUPNS_NUMBER_KEY_FILE")]
    pub number_key_file: PathBuf,
    /// Ed25519 private key (PKCS#8 PEM) that signs registration cards.
    #[arg(long, env = "EPUPNS_CARD_KEY_FILE")]
    pub card_key_file: PathBuf,
    /// Address of the portal as people see it, e.g. `https://epupns.bkn.go.id`: printed on cards.
    #[arg(long, env = "EPUPNS_PUBLIC_ADDRESS")]
    pub public_address: String,
}

/// After the look-ups at once.
const LOOKUP_INTERVAL: Duration = Duration::from_secs(30);
/// Nobody is looked up while Redis is away, so a busy one is waited for.
const REDIS_ANSWERS_WITHIN: Duration = Duration::from_secs(1);

impl Settings {
    /// What is counted with all replicas together.
    ///
    /// # Errors
    /// The URL is malformed.
    pub(crate) fn budgets(&self) -> anyhow::Result<Budgets> {
        Ok(Budgets::new(Redis::connect(&self.redis_url, REDIS_ANSWERS_WITHIN)?))
    }

    /// How often one NIP can be looked up.
    #[must_use]
    pub(crate) fn lookup_budget(&self) -> Budget {
        Budget { burst: self.lookups_per_nip, interval: LOOKUP_INTERVAL }
    }

    /// Reads the mounted key of registration numbers.
    ///
    /// # Errors
    /// The file is missing or malformed; the message names it.
    pub(crate) fn number_key(&self) -> anyhow::Result<NumberKey> {
        let bytes = BASE64.decode(read(&self.number_key_file)?.trim().as_bytes());
        let bytes = bytes.ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let bytes = bytes.with_context(|| format!("{} is not 32 bytes in base64", self.number_key_file.display()))?;
        Ok(NumberKey::new(bytes))
    }

    /// Reads the mounted key of card signatures.
    ///
    /// # Errors
    /// The file is missing or malformed; the message names it.
    pub(crate) fn card_key(&self) -> anyhow::Result<CardKey> {
        let pem = read(&self.card_key_file)?;
        CardKey::from_pem(&pem).with_context(|| format!("{} is no Ed25519 key", self.card_key_file.display()))
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
