//! The service's flags and their environment variables.

use std::{path::PathBuf, thread::available_parallelism};

use chassis::settings::OwnerSettings;
use clap::Args;

use crate::{
    clients::mail::Mailer,
    hashing::{HashBackend, Pepper, Peppers, PoolSettings},
    signing::Signer,
};

/// What `identity serve` is told.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// What every owner of data has.
    #[command(flatten)]
    pub(crate) owner: OwnerSettings,
    /// Ed25519 private key (PKCS#8 PEM) that signs every token.
    #[arg(long, env = "EPUPNS_SIGNING_KEY_FILE")]
    pub(crate) signing_key_file: PathBuf,
    /// The signing key before it: its tokens still verify. Mount it for an hour after a change.
    #[arg(long, env = "EPUPNS_PREVIOUS_SIGNING_KEY_FILE")]
    pub(crate) previous_signing_key_file: Option<PathBuf>,
    /// 32 random bytes in base64 around every password hash. Lost, all passwords are lost.
    #[arg(long, env = "EPUPNS_PEPPER_FILE")]
    pub(crate) pepper_file: PathBuf,
    /// The pepper before it: its hashes still verify and are made anew at sign-in.
    #[arg(long, env = "EPUPNS_PREVIOUS_PEPPER_FILE")]
    pub(crate) previous_pepper_file: Option<PathBuf>,
    /// What hashes.
    #[arg(long, env = "EPUPNS_HASH_BACKEND", value_enum, default_value = "argon2")]
    pub(crate) hash_backend: HashBackend,
    /// Threads that hash, 19 MiB each; the number of cores unless set.
    #[arg(long, env = "EPUPNS_HASH_THREADS")]
    pub(crate) hash_threads: Option<usize>,
    /// Hashes that may wait; 64 per thread unless set.
    #[arg(long, env = "EPUPNS_HASH_QUEUE")]
    pub(crate) hash_queue: Option<usize>,
    /// PBKDF2 rounds of one try at a challenge; 256 tries are needed on average. 5000 is about a second of a phone.
    #[arg(long, env = "EPUPNS_CHALLENGE_COST", default_value_t = 5000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) challenge_cost: u32,
    /// Days for which people can see who has looked at their data: two years.
    #[arg(long, env = "EPUPNS_ACCESS_LOG_KEPT_DAYS", default_value_t = 730, value_parser = clap::value_parser!(u16).range(30..))]
    pub(crate) access_log_kept_days: u16,
    /// Redis or Valkey, e.g. `redis://redis:6379`. May be away.
    #[arg(long, env = "EPUPNS_REDIS_URL", hide_env_values = true)]
    pub(crate) redis_url: String,
    /// Registration's door, `https://host:port`.
    #[arg(long, env = "EPUPNS_REGISTRATION_ADDRESS")]
    pub(crate) registration_address: String,
    /// Where mail is written when there is no mail server.
    #[arg(long, env = "EPUPNS_MAIL_DIR")]
    pub(crate) mail_dir: Option<PathBuf>,
    /// The mail server, e.g. `smtps://user:password@mail:465`; goes before the directory.
    #[arg(long, env = "EPUPNS_SMTP_URL", hide_env_values = true)]
    pub(crate) smtp_url: Option<String>,
    /// Whom mail is from.
    #[arg(long, env = "EPUPNS_MAIL_FROM", default_value = "e-PUPNS <no-reply@epupns.invalid>")]
    pub(crate) mail_from: lettre::message::Mailbox,
}

impl Settings {
    /// The mounted signing keys.
    ///
    /// # Errors
    /// A file is missing or malformed; the message names it.
    pub(crate) fn signer(&self) -> anyhow::Result<Signer> {
        Signer::read(&self.signing_key_file, self.previous_signing_key_file.as_deref())
    }

    /// The mounted peppers.
    ///
    /// # Errors
    /// A file is missing or malformed; the message names it.
    pub(crate) fn peppers(&self) -> anyhow::Result<Peppers> {
        let previous = self.previous_pepper_file.as_deref().map(Pepper::read).transpose()?;
        Ok(Peppers { current: Pepper::read(&self.pepper_file)?, previous })
    }

    /// The size of the hash pool.
    #[must_use]
    pub(crate) fn pool(&self) -> PoolSettings {
        let HashBackend::Argon2 = self.hash_backend;
        let cores = available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = self.hash_threads.unwrap_or(cores).max(1);
        PoolSettings { threads, queue: self.hash_queue.unwrap_or(64 * threads) }
    }

    /// The way out for mail.
    ///
    /// # Errors
    /// Neither a server nor a directory is set, or the URL is malformed.
    pub(crate) fn post(&self) -> anyhow::Result<Mailer> {
        Mailer::new(self.mail_dir.clone(), self.smtp_url.as_deref())
    }
}
