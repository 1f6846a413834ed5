//! PostgreSQL: a private one with its own data directory and port on the loopback, or the caller's.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use sqlx::{Connection, PgConnection};
use tokio::time::{Instant, sleep};

use crate::binaries::Binaries;
use crate::child::{Child, Launch, last_lines};
use crate::cluster::{Cluster, SUPERUSER};
use crate::postgres_account::PostgresAccount;
use crate::private_file;
use crate::secrets::Secrets;

const READY_WITHIN: Duration = Duration::from_secs(30);
const STOPS_WITHIN: Duration = Duration::from_secs(30);

/// What every start sets, beside the address.
const SETTINGS: [&str; 8] = [
    // Five owners x (requests + jobs + relay), doubled for rolling restarts.
    "max_connections=200",
    "shared_buffers=128MB",
    "max_wal_size=2GB",
    // TCP only: the path of a socket may be 107 bytes long, a checkout's path may be longer.
    "unix_socket_directories=",
    "password_encryption=scram-sha-256",
    "timezone=UTC",
    "log_timezone=UTC",
    // Values of rows stay out of the log, whatever goes wrong with a statement.
    "log_parameter_max_length_on_error=0",
];

/// For tests of a service alone: rows survive a crash of ours, not of the machine. Never where durability is the question.
const FAST: [&str; 3] = ["fsync=off", "full_page_writes=off", "synchronous_commit=off"];

/// A PostgreSQL server.
#[derive(Debug)]
pub struct Postgres {
    cluster: Cluster,
    /// None: the caller's, which is left alone.
    private: Option<Private>,
}

#[derive(Debug)]
struct Private {
    binaries: PathBuf,
    data: PathBuf,
    log: PathBuf,
    superuser_url: String,
    port: u16,
    fast: bool,
    account: PostgresAccount,
    child: Option<Child>,
}

impl Postgres {
    /// The caller's, if it can be used.
    pub(super) async fn of_caller(url: &str, secrets: &Secrets) -> Result<Self> {
        let cluster = Cluster::of_caller(url, secrets.clone())?;
        cluster.admit().await?;
        Ok(Self { cluster, private: None })
    }

    pub(super) async fn start(
        binaries: &Binaries,
        dir: &Path,
        secrets: &Secrets,
        port: u16,
        fast: bool,
    ) -> Result<Self> {
        let home = dir.join("postgres");
        private_file::directory(&home)?;
        let data = home.join("data");
        let binaries = binaries.postgres_dir()?;
        let account = PostgresAccount::choose(&[&data, &binaries])?;
        account.give(&home)?;
        let cluster = Cluster::new(format!("127.0.0.1:{port}"), secrets.clone());
        let mut private = Private {
            binaries,
            log: dir.join("logs/postgres.log"),
            superuser_url: cluster.superuser_url("postgres")?,
            data,
            port,
            fast,
            account,
            child: None,
        };
        private.init(&home, secrets).await?;
        private.run().await?;
        Ok(Self { cluster, private: Some(private) })
    }

    /// Its databases, roles and URLs.
    #[must_use]
    pub const fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// What `schema` of `database` holds, as the server's own program writes a backup.
    ///
    /// # Errors
    /// This and the following: the server is the caller's, the program is missing, or it says no.
    pub fn dump(&self, database: &str, schema: &str) -> Result<Vec<u8>> {
        let url = self.cluster.superuser_url(database)?;
        tool(self.program("pg_dump")?.args(["--clean", "--if-exists", "--schema", schema, "--dbname", &url]))
    }

    /// Puts a backup in the place of what `database` has there.
    ///
    /// # Errors
    /// See [`Self::dump`].
    pub fn restore(&self, database: &str, backup: &Path) -> Result<()> {
        let url = self.cluster.superuser_url(database)?;
        let mut psql = self.program("psql")?;
        psql.args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file"]).arg(backup).args(["--dbname", &url]);
        tool(&mut psql).map(drop)
    }

    fn program(&self, name: &str) -> Result<Command> {
        let private = self.private.as_ref().context("a server of the caller's own is not ours to back up")?;
        Ok(Command::new(private.binaries.join(name)))
    }

    /// Starts again on the same port and data after [`Self::stop`] or [`Self::kill9`]; returns when it answers a query.
    /// This and the following leave a server of the caller's alone.
    ///
    /// # Errors
    /// When it does not answer within 30 seconds; with the end of its log.
    pub async fn run(&mut self) -> Result<()> {
        match &mut self.private {
            Some(private) => private.run().await,
            None => Ok(()),
        }
    }

    /// Ends sessions, writes a checkpoint, stops.
    ///
    /// # Errors
    /// When it had to be killed.
    pub async fn stop(&mut self) -> Result<()> {
        match self.private.as_mut().and_then(|private| private.child.take()) {
            // SIGINT is PostgreSQL's "fast" shutdown.
            Some(mut child) => child.end(Signal::INT, STOPS_WITHIN).await.map(drop).context("PostgreSQL"),
            None => Ok(()),
        }
    }

    /// How it ended, if it was started and has ended by itself.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        self.private.as_mut()?.child.as_mut()?.ended()
    }

    /// `kill -9`: the next start recovers from the write-ahead log.
    pub async fn kill9(&mut self) {
        if let Some(mut child) = self.private.as_mut().and_then(|private| private.child.take()) {
            child.kill9().await;
        }
    }

    /// The running server process, to pause or resume it.
    pub fn child(&mut self) -> Option<&mut Child> {
        self.private.as_mut()?.child.as_mut()
    }
}

/// What it wrote.
fn tool(command: &mut Command) -> Result<Vec<u8>> {
    let done = command.output().with_context(|| format!("cannot run {}", command.get_program().display()))?;
    if !done.status.success() {
        bail!("{} failed: {}", command.get_program().display(), String::from_utf8_lossy(&done.stderr));
    }
    Ok(done.stdout)
}

impl Private {
    async fn run(&mut self) -> Result<()> {
        let deadline = Instant::now() + READY_WITHIN;
        let mut child = self.launch()?;
        loop {
            if let Ok(connection) = PgConnection::connect(&self.superuser_url).await {
                connection.close().await?;
                self.child = Some(child);
                return Ok(());
            }
            if child.ended().is_some() {
                if !predecessor_is_leaving(&self.log) || Instant::now() > deadline {
                    bail!("PostgreSQL did not start\n{}", child.last_words());
                }
                sleep(Duration::from_millis(200)).await;
                child = self.launch()?;
            }
            if Instant::now() > deadline {
                bail!("PostgreSQL does not answer after {READY_WITHIN:?}\n{}", child.last_words());
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    async fn init(&self, home: &Path, secrets: &Secrets) -> Result<()> {
        if self.data.join("PG_VERSION").exists() {
            if !self.account.owns(&self.data) {
                bail!(
                    "{} belongs to another account\nremedy: start as the same user as before, or begin anew with --fresh",
                    self.data.display()
                );
            }
            return Ok(());
        }
        // Made beside its place and moved there whole: what an interrupted initdb leaves looks like a cluster and is none.
        let half = home.join("data.new");
        let deadline = Instant::now() + STOPS_WITHIN;
        while half.exists() {
            // What an initdb that was killed had started may write for a moment longer.
            match std::fs::remove_dir_all(&half) {
                Err(error) if Instant::now() > deadline => {
                    return Err(error).with_context(|| format!("cannot remove {}", half.display()));
                }
                _ => sleep(Duration::from_millis(20)).await,
            }
        }
        let password_file = home.join("initial-password");
        private_file::write(&password_file, secrets.password(&format!("postgres-{SUPERUSER}"))?.as_bytes())?;
        self.account.give(&password_file)?;
        let mut args = vec![
            format!("--pgdata={}", half.display()),
            format!("--username={SUPERUSER}"),
            format!("--pwfile={}", password_file.display()),
            "--auth=scram-sha-256".to_owned(),
            "--encoding=UTF8".to_owned(),
            "--locale=C.UTF-8".to_owned(),
        ];
        if self.fast {
            args.push("--no-sync".to_owned());
        }
        let mut initdb = Child::spawn(Launch {
            program: &self.binaries.join("initdb"),
            args: args.into_iter().map(Into::into).collect(),
            env: Vec::new(),
            privileges: &self.account.privileges,
            log: &self.log,
        })?;
        let ended = initdb.wait().await;
        std::fs::remove_file(&password_file)?;
        if !ended.success() {
            bail!(
                "initdb failed ({ended})\n{}\nremedy: if it may not enter the directory, put the checkout where every \
                 user may (not below /root), or start as an ordinary user",
                initdb.last_words()
            );
        }
        std::fs::rename(&half, &self.data).with_context(|| format!("cannot make {}", self.data.display()))
    }

    fn launch(&self) -> Result<Child> {
        let port = format!("port={}", self.port);
        let mut args: Vec<String> = vec!["-D".into(), self.data.display().to_string()];
        let fast: &[&str] = if self.fast { &FAST } else { &[] };
        for setting in ["listen_addresses=127.0.0.1", &port].iter().chain(&SETTINGS).chain(fast) {
            args.extend(["-c".to_owned(), (*setting).to_owned()]);
        }
        Child::spawn(Launch {
            program: &self.binaries.join("postgres"),
            args: args.into_iter().map(Into::into).collect(),
            env: Vec::new(),
            privileges: &self.account.privileges,
            log: &self.log,
        })
    }
}

/// After a `kill -9` the last workers may still hold shared memory, and a slow init may not have buried the dead yet, whose
/// process ids then look alive.
fn predecessor_is_leaving(log: &Path) -> bool {
    // Each of its sessions has a last word, and there may be a hundred.
    let words = last_lines(log, 200);
    words.contains("still in use") || words.contains("lock file \"postmaster.pid\" already exists")
}
