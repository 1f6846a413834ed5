//! Servers shared by the tests of all services, and a database of its own for each test.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use crate::cluster::Cluster;
use crate::lock::Lock;
use crate::operator::Operator;
use crate::pki::Pki;
use crate::ports::Ports;
use crate::process::Process;
use crate::program::Program;
use crate::schema_files;
use crate::secrets::Secrets;
use crate::servers::{Callers, Servers};
use crate::stack::absolute;
use crate::wiring::Wiring;

/// The migrated database that tests copy. Nobody may be connected to it.
pub const TEMPLATE: &str = "epupns_template";

/// Names the file written by `stack servers` (see [`ServersFile`]).
pub const SERVERS_VARIABLE: &str = "EPUPNS_TEST_SERVERS";

/// Where shared servers are: the content of `servers.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ServersFile {
    /// `host:port` of PostgreSQL.
    pub postgres_address: String,
    /// Superuser's URL of the template: for preparing queries.
    pub template_url: String,
    /// Whether that PostgreSQL is the caller's, where nothing may be touched that is not marked as ours.
    #[serde(default)]
    pub postgres_is_callers: bool,
    /// `nats://host:port`.
    pub nats_url: String,
    /// `http://host:port` of NATS' monitoring.
    pub nats_monitor_url: String,
    /// `redis://...`.
    pub redis_url: String,
    /// Certificates: see [`Pki`].
    pub pki_dir: PathBuf,
    /// Keys and passwords: see [`Secrets`].
    pub secrets_dir: PathBuf,
}

impl ServersFile {
    /// Reads the file `EPUPNS_TEST_SERVERS` names.
    ///
    /// # Errors
    /// When the variable is not set or the file cannot be read; says how to get it.
    pub fn from_env() -> Result<Self> {
        let path = std::env::var_os(SERVERS_VARIABLE).with_context(|| {
            format!("{SERVERS_VARIABLE} is not set\nremedy: `./deploy/test services` starts servers and sets it")
        })?;
        Self::load(Path::new(&path))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read or is not what `stack servers` wrote.
    pub fn load(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_slice(&bytes).with_context(|| format!("{} is not a list of servers", path.display()))
    }

    /// Databases, roles, URLs.
    ///
    /// # Errors
    /// When the secrets' directory cannot be opened or the URL is malformed.
    pub fn cluster(&self) -> Result<Cluster> {
        if self.postgres_is_callers {
            return Cluster::of_caller(&self.template_url, self.secrets()?);
        }
        Ok(Cluster::new(self.postgres_address.clone(), self.secrets()?))
    }

    /// Keys and passwords.
    ///
    /// # Errors
    /// When the directory cannot be opened.
    pub fn secrets(&self) -> Result<Secrets> {
        Secrets::open(&self.secrets_dir)
    }

    /// Certificates.
    ///
    /// # Errors
    /// When the directory cannot be opened.
    pub fn pki(&self) -> Result<Pki> {
        Pki::open(&self.pki_dir)
    }
}

/// A database with all schemas and no rows, for one test; removed when dropped, as far as that succeeds.
#[derive(Debug)]
pub struct FreshDatabase {
    cluster: Cluster,
    name: String,
}

/// Copies the template to a database called `test_<name>`, replacing one that an earlier run left.
///
/// `name` is the test's: letters, digits, underscores, different for tests that run at the same time.
///
/// # Errors
/// When the server refuses.
pub async fn fresh_database(servers: &ServersFile, name: &str) -> Result<FreshDatabase> {
    let plain = !name.is_empty() && name.len() <= 58 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    anyhow::ensure!(plain, "a database name is 1-58 letters, digits, underscores: {name:?}");
    let fresh = FreshDatabase { cluster: servers.cluster()?, name: format!("test_{}", name.to_ascii_lowercase()) };
    fresh.cluster.copy(TEMPLATE, &fresh.name).await?;
    Ok(fresh)
}

impl FreshDatabase {
    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// URL with which `owner` serves.
    ///
    /// # Errors
    /// When the password cannot be read; so for the two following.
    pub fn app_url(&self, owner: Program) -> Result<String> {
        self.cluster.app_url(owner, &self.name)
    }

    /// URL with which `owner` migrates.
    ///
    /// # Errors
    /// See [`Self::app_url`].
    pub fn migrator_url(&self, owner: Program) -> Result<String> {
        self.cluster.migrator_url(owner, &self.name)
    }

    /// URL that sees everything.
    ///
    /// # Errors
    /// See [`Self::app_url`].
    pub fn superuser_url(&self) -> Result<String> {
        self.cluster.superuser_url(&self.name)
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        let (cluster, name) = (self.cluster.clone(), std::mem::take(&mut self.name));
        // A thread of its own: this may be dropped inside or outside of any runtime. What remains, the next run replaces.
        let removing = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(cluster.remove(&name)))
        });
        let _ = removing.join();
    }
}

/// Who migrates the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schemas {
    /// The services' own `migrate`, as everywhere; streams are provisioned too. The programs must be built.
    FromPrograms,
    /// The migration files as they lie in the workspace; no stream. Nothing needs to be built.
    FromFiles,
}

/// Running servers with a migrated template and provisioned streams.
// Dropped in this order: the lock last.
#[derive(Debug)]
pub struct TestServers {
    /// The servers themselves.
    pub servers: Servers,
    /// The file that tells tests about them.
    pub file: PathBuf,
    _lock: Lock,
}

impl TestServers {
    /// Starts servers in `dir`, or uses the caller's, makes the template from nothing and writes `servers.json`.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn start(callers: &Callers, dir: &Path, fast: bool, schemas: Schemas) -> Result<Self> {
        let lock = Lock::take(dir)?;
        let dir = absolute(dir)?;
        let mut ports = Ports::load(&dir)?;
        let servers = Servers::start_beside(callers, &dir, &mut ports, fast).await?;
        // Of a run that was killed.
        servers.forget().await?;
        let pki = Pki::open(&dir.join("pki"))?;
        let cluster = servers.postgres.cluster();
        cluster.remove(TEMPLATE).await?;
        cluster.bootstrap(TEMPLATE).await?;
        match schemas {
            Schemas::FromPrograms => migrate_template(&dir, &mut ports, &servers, &pki).await?,
            Schemas::FromFiles => {
                for owner in Program::OWNERS {
                    schema_files::apply(cluster, owner, TEMPLATE).await?;
                }
            }
        }
        let content = ServersFile {
            postgres_address: cluster.address().to_owned(),
            template_url: cluster.superuser_url(TEMPLATE)?,
            postgres_is_callers: cluster.is_callers(),
            nats_url: servers.nats.url(),
            nats_monitor_url: servers.nats.monitor_url(),
            redis_url: servers.valkey.url(),
            pki_dir: pki.dir().to_owned(),
            secrets_dir: servers.secrets.dir().to_owned(),
        };
        let file = dir.join("servers.json");
        crate::private_file::write(&file, &serde_json::to_vec_pretty(&content)?)?;
        Ok(Self { servers, file, _lock: lock })
    }

    /// Stops private servers; on the caller's, what was made is removed.
    ///
    /// # Errors
    /// When a server does not answer, or had to be killed.
    pub async fn stop(mut self) -> Result<()> {
        let forgotten = self.servers.forget().await;
        self.servers.stop().await.and(forgotten)
    }
}

async fn migrate_template(dir: &Path, ports: &mut Ports, servers: &Servers, pki: &Pki) -> Result<()> {
    let wiring = Wiring::choose(ports, None)?;
    let (cluster, logs) = (servers.postgres.cluster(), dir.join("logs"));
    try_join_all(Program::OWNERS.map(|owner| {
        let (wiring, logs) = (&wiring, &logs);
        async move {
            let settings = wiring.settings(owner, servers, pki, dir, "json")?;
            let entering = Wiring::migration_settings(&settings, owner, cluster, TEMPLATE)?;
            let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
            Process::new(owner, settings, nowhere, logs)?.migrate(entering).await
        }
    }))
    .await?;
    Operator::new(wiring.operator_settings(&servers.nats, &servers.secrets, pki)?)?
        .run(&["streams", "provision"])
        .await?;
    Ok(())
}
