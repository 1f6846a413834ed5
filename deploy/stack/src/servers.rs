//! The three servers everything stands on.

mod nats;
mod postgres;
mod valkey;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub use self::nats::Nats;
pub use self::postgres::Postgres;
pub(crate) use self::postgres::SUPERUSER;
pub use self::valkey::Valkey;
use crate::binaries::Binaries;
use crate::ports::Ports;
use crate::secrets::Secrets;

/// Private PostgreSQL, NATS and Valkey with their data below one directory.
///
/// Dropping it kills them; [`Servers::stop`] lets them end in peace. Data, ports and passwords stay for the next start.
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
    /// Starts the three at once and returns when each has answered a real question.
    ///
    /// `fast` gives up durability in PostgreSQL: for tests of a service alone, never where crashes are the question.
    ///
    /// # Errors
    /// When a program is missing or a server does not start; the message says which, why and what to do.
    pub async fn start(dir: &Path, ports: &mut Ports, fast: bool) -> Result<Self> {
        let logs = dir.join("logs");
        std::fs::create_dir_all(&logs).with_context(|| format!("cannot make {}", logs.display()))?;
        let binaries = Binaries::find(&pinned_servers())?;
        let secrets = Secrets::open(&dir.join("secrets"))?;
        let (postgres_port, nats_port) = (ports.of("postgres")?, ports.of("nats")?);
        let (monitor_port, valkey_port) = (ports.of("nats-monitor")?, ports.of("valkey")?);
        let (postgres, nats, valkey) = tokio::try_join!(
            Postgres::start(&binaries, dir, &secrets, postgres_port, fast),
            Nats::start(&binaries, dir, &secrets, nats_port, monitor_port),
            Valkey::start(&binaries, dir, &secrets, valkey_port),
        )?;
        Ok(Self { postgres, nats, valkey, secrets })
    }

    /// Stops the three in peace, PostgreSQL last.
    ///
    /// # Errors
    /// When one had to be killed; the others are stopped nevertheless.
    pub async fn stop(&mut self) -> Result<()> {
        let (valkey, nats) = tokio::join!(self.valkey.stop(), self.nats.stop());
        let postgres = self.postgres.stop().await;
        valkey.and(nats).and(postgres)
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
