//! The service's flags and their environment variables.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chassis::settings::OwnerSettings;
use clap::Args;

use crate::domain::feed_signature::FeedKey;

/// What `reporting serve` is told.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// What every owner of data has.
    #[command(flatten)]
    pub(crate) owner: OwnerSettings,
    /// Identity's door, `https://host:port`: signing keys.
    #[arg(long, env = "EPUPNS_IDENTITY_ADDRESS")]
    pub(crate) identity_address: String,
    /// Ed25519 private key (PKCS#8 PEM) that signs the events of the agencies' feed. A key of its own: never identity's.
    #[arg(long, env = "EPUPNS_FEED_KEY_FILE")]
    pub(crate) feed_key_file: PathBuf,
    /// Public keys (PEM) of the feed's keys before it, with commas between: what they signed still verifies. Never drop one
    /// while agencies may read events from its time.
    #[arg(long, env = "EPUPNS_FEED_RETIRED_KEY_FILES", value_delimiter = ',')]
    pub(crate) feed_retired_key_files: Vec<PathBuf>,
    /// The nkey seed of the feed's publisher, a user of NATS' account AGENCIES.
    #[arg(long, env = "EPUPNS_NATS_AGENCIES_NKEY_FILE")]
    pub(crate) nats_agencies_nkey_file: PathBuf,
}

impl Settings {
    /// Reads the mounted keys of the feed.
    ///
    /// # Errors
    /// A file is missing or malformed; the message names it.
    pub(crate) fn feed_key(&self) -> anyhow::Result<FeedKey> {
        let retired = self.feed_retired_key_files.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>()?;
        FeedKey::from_pem(&read(&self.feed_key_file)?, &retired)
            .with_context(|| format!("{} and its forerunners as Ed25519 keys", self.feed_key_file.display()))
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
