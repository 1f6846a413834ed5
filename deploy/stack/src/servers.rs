//! The three servers everything stands on.

mod callers;
mod nats;
mod postgres;
mod valkey;

use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use anyhow::{Context, Result};

pub use self::callers::{Callers, CallersNats};
pub(crate) use self::callers::{NATS_HOME, OPERATOR_ENV};
pub use self::nats::Nats;
pub use self::postgres::Postgres;
pub use self::valkey::Valkey;
use crate::binaries::Binaries;
use crate::ports::Ports;
use crate::secrets::Secrets;

/// PostgreSQL, NATS and Valkey: private ones with their data below one directory, or the caller's.
///
/// Dropping it kills the private ones; [`Servers::stop`] lets them end in peace. Data, ports and passwords stay for the next
/// start.
#[derive(Debug)]
pub struct Servers {
    /// The book of record.
    pub postgres: Postgres,
    /// Events between services.
    pub nats: Nats,
    /// What may be forgotten.
    pub valkey: Valkey,
    /// Keys and passwords.
    pub secrets: Secrets,
}

impl Servers {
    /// Starts three private ones at once and returns when each has answered a real question.
    ///
    /// `fast` gives up durability in PostgreSQL: for tests of a service alone, never where crashes are the question.
    ///
    /// # Errors
    /// When a program is missing or a server does not start; the message says which, why and what to do.
    pub async fn start(dir: &Path, ports: &mut Ports, fast: bool) -> Result<Self> {
        Self::start_beside(&Callers::default(), dir, ports, fast).await
    }

    /// The same, with the caller's own servers where there are some.
    ///
    /// # Errors
    /// See [`Self::start`]; and when one of the caller's cannot be used.
    pub async fn start_beside(callers: &Callers, dir: &Path, ports: &mut Ports, fast: bool) -> Result<Self> {
        let logs = dir.join("logs");
        std::fs::create_dir_all(&logs).with_context(|| format!("cannot make {}", logs.display()))?;
        let binaries = Binaries::new(pinned_servers());
        let secrets = Secrets::open(&dir.join("secrets"))?;
        let (postgres_port, nats_port) = (ports.of("postgres")?, ports.of("nats")?);
        let (monitor_port, valkey_port) = (ports.of("nats-monitor")?, ports.of("valkey")?);
        // The caller's first: whoever named one that cannot be used learns it before anything is started.
        let postgres = match &callers.postgres_url {
            Some(url) => Some(Postgres::of_caller(url, &secrets).await?),
            None => None,
        };
        let nats = match &callers.nats {
            Some(nats) => Some(Nats::of_caller(nats, &binaries, dir, &secrets).await?),
            None => None,
        };
        let valkey = match &callers.redis_url {
            Some(url) => Some(Valkey::of_caller(url).await?),
            None => None,
        };
        let postgres = async {
            match postgres {
                Some(callers) => Ok(callers),
                None => Postgres::start(&binaries, dir, &secrets, postgres_port, fast).await,
            }
        };
        let nats = async {
            match nats {
                Some(callers) => Ok(callers),
                None => Nats::start(&binaries, dir, &secrets, nats_port, monitor_port).await,
            }
        };
        let valkey = async {
            match valkey {
                Some(callers) => Ok(callers),
                None => Valkey::start(&binaries, dir, &secrets, valkey_port).await,
            }
        };
        let (postgres, nats, valkey) = tokio::try_join!(postgres, nats, valkey)?;
        Ok(Self { postgres, nats, valkey, secrets })
    }

    /// Removes what this installation made on servers of the caller's own: databases, roles, streams. Private ones are begun
    /// anew by removing their files.
    ///
    /// # Errors
    /// When one of them does not answer, or refuses.
    pub async fn forget(&self) -> Result<()> {
        let cluster = self.postgres.cluster();
        if cluster.is_callers() {
            let forgotten = cluster.forget().await;
            forgotten
                .with_context(|| format!("forgetting what was made in the PostgreSQL at {}", cluster.address()))?;
        }
        self.nats.forget(&self.secrets).await.context("forgetting what was made in your NATS")
    }

    /// Starts the private ones again that have ended by themselves, and says so. One that does not start is tried again at the
    /// next call.
    pub async fn revive(&mut self, say: fn(&str)) {
        if let Some(status) = self.postgres.ended() {
            said("PostgreSQL", status, self.postgres.run(), say).await;
        }
        if let Some(status) = self.nats.ended() {
            said("NATS", status, self.nats.run(), say).await;
        }
        if let Some(status) = self.valkey.ended() {
            said("Valkey", status, self.valkey.run(), say).await;
        }
    }

    /// Stops the private ones in peace, PostgreSQL last.
    ///
    /// # Errors
    /// When one had to be killed; the others are stopped nevertheless.
    pub async fn stop(&mut self) -> Result<()> {
        let (valkey, nats) = tokio::join!(self.valkey.stop(), self.nats.stop());
        let postgres = self.postgres.stop().await;
        valkey.and(nats).and(postgres)
    }
}

async fn said(server: &str, status: ExitStatus, again: impl Future<Output = Result<()>>, say: fn(&str)) {
    say(&format!("{server} ended ({status}); starting it again"));
    match again.await {
        Ok(()) => say(&format!("{server} answers again")),
        Err(error) => say(&format!("{server} does not start: {error:#}")),
    }
}

/// Where `deploy/lib/servers.sh` puts the pinned wheels: beside this workspace.
fn pinned_servers() -> PathBuf {
    std::env::var_os("EPUPNS_SERVERS_DIR").map_or_else(
        || {
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .ancestors()
                .nth(2)
                .map_or_else(PathBuf::new, |root| root.join(".local/servers"))
        },
        PathBuf::from,
    )
}
