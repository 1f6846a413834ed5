//! Everything at once: servers, keys, roles, schemas, streams, programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use futures::future::try_join_all;

use crate::lock::Lock;
use crate::operator::Operator;
use crate::pki::Pki;
use crate::places;
use crate::ports::Ports;
use crate::private_file;
use crate::process::Process;
use crate::program::Program;
use crate::servers::{Callers, Servers};
use crate::wiring::{DATABASE, Wiring};

/// What to start, and where.
#[derive(Clone, Debug)]
pub struct StackOptions {
    /// Data, keys, logs live below it; a second start with the same directory finds them again.
    pub dir: PathBuf,
    /// Programs to start; the others can be started later with [`Stack::process`].
    pub programs: Vec<Program>,
    /// The gateway's port; `None` takes a free one and keeps it.
    pub public_port: Option<u16>,
    /// Servers of the caller's own; none by default.
    pub callers: Callers,
    /// Forgets all data, keys and accounts of the directory first, and what was made for it on the caller's servers.
    pub fresh: bool,
    /// `json` or `pretty`.
    pub log_format: &'static str,
    /// Settings beyond the wiring, for every program: `(name, value)`.
    pub settings: Vec<(String, String)>,
    /// Told about each step that is done, in English, for people.
    pub progress: fn(&str),
}

impl StackOptions {
    /// All programs, logging JSON, without a word.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            programs: Program::ALL.to_vec(),
            public_port: None,
            callers: Callers::default(),
            fresh: false,
            log_format: "json",
            settings: Vec::new(),
            progress: |_| {},
        }
    }
}

/// A running installation on this machine. Dropping it kills everything; [`Stack::stop`] ends it in peace.
// Fields are dropped in this order: programs before the servers they use, the lock last.
#[derive(Debug)]
pub struct Stack {
    processes: BTreeMap<Program, Process>,
    /// PostgreSQL, NATS, Valkey: to be questioned, and broken.
    pub servers: Servers,
    /// Certificates.
    pub pki: Pki,
    /// Addresses.
    pub wiring: Wiring,
    operator: Operator,
    dir: PathBuf,
    _lock: Lock,
}

impl Stack {
    /// Starts servers, roles, schemas, streams and programs, and returns when all of them are ready.
    ///
    /// # Errors
    /// When a step fails; the message names the step, the reason and, where there is one, the remedy. What was started
    /// until then is killed.
    pub async fn start(options: StackOptions) -> Result<Self> {
        let lock = Lock::take(&options.dir)?;
        Self::start_locked(options, lock).await
    }

    /// The same for a caller that has taken the directory already.
    ///
    /// # Errors
    /// See [`Self::start`].
    pub async fn start_locked(options: StackOptions, lock: Lock) -> Result<Self> {
        let dir = absolute(&options.dir)?;
        if options.fresh {
            places::clear(&dir, &options.callers)?;
        }
        places::check(&dir, &options.callers)?;
        let logs = dir.join("logs");
        // Identity makes it with the first letter; people are told of it before.
        private_file::directory(&dir.join("mail"))?;
        if logs.exists() {
            // Logs tell of one run; the data stay.
            std::fs::remove_dir_all(&logs).with_context(|| format!("cannot empty {}", logs.display()))?;
        }
        let mut ports = Ports::load(&dir)?;
        let servers = Servers::start_beside(&options.callers, &dir, &mut ports, false).await;
        let servers = servers.context("the servers did not start")?;
        (options.progress)(&format!("{} answer", options.callers.names()));
        if options.fresh {
            servers.forget().await?;
        }
        places::keep(&dir, &options.callers)?;
        let pki = Pki::open(&dir.join("pki")).context("the local certificate authority")?;
        let wiring = Wiring::choose(&mut ports, options.public_port)?;
        servers.postgres.cluster().bootstrap(DATABASE).await.context("database roles")?;
        (options.progress)("database roles and certificates are in place");

        let mut processes = BTreeMap::new();
        for program in Program::ALL {
            let mut settings = wiring.settings(program, &servers, &pki, &dir, options.log_format)?;
            settings.extend(options.settings.iter().cloned());
            processes.insert(program, Process::new(program, settings, wiring.ops(program), &logs)?);
        }
        let operator = Operator::new(wiring.operator_settings(&servers.nats, &servers.secrets, &pki)?)?;
        let mut stack = Self { processes, servers, pki, wiring, operator, dir, _lock: lock };
        stack.migrate(DATABASE).await?;
        (options.progress)("schemas are migrated");
        stack.operator.run(&["streams", "provision"]).await?;
        (options.progress)("event streams are provisioned");
        stack.start_programs(&options.programs, options.progress).await?;
        Ok(stack)
    }

    /// A program, to ask about, to break, to start again.
    pub fn process(&mut self, program: Program) -> &mut Process {
        self.processes.get_mut(&program).expect("every program has its process from the start")
    }

    /// All programs, in the order of health.
    pub fn processes(&mut self) -> impl Iterator<Item = &mut Process> {
        self.processes.values_mut()
    }

    /// The operator's command line.
    #[must_use]
    pub const fn operator(&self) -> &Operator {
        &self.operator
    }

    /// Where data, keys and logs are.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Ends programs (edges first, so that nobody is asked who is gone) and then private servers, in peace.
    ///
    /// # Errors
    /// When something had to be killed or ended badly; everything is down nevertheless.
    pub async fn stop(mut self) -> Result<()> {
        let mut outcome = Ok(());
        for edge in [Program::Gateway, Program::Portal] {
            outcome = outcome.and(self.process(edge).terminate().await);
        }
        let owners = self.processes.values_mut().map(Process::terminate);
        outcome = futures::future::join_all(owners).await.into_iter().fold(outcome, Result::and);
        outcome.and(self.servers.stop().await)
    }

    async fn migrate(&self, database: &str) -> Result<()> {
        let cluster = self.servers.postgres.cluster();
        try_join_all(Program::OWNERS.map(|owner| async move {
            let process = &self.processes[&owner];
            process.migrate(Wiring::migration_settings(process.settings(), owner, cluster, database)?).await
        }))
        .await?;
        Ok(())
    }

    /// Owners wait for each other by themselves (identity's keys), so they start together; edges need them all.
    async fn start_programs(&mut self, programs: &[Program], progress: fn(&str)) -> Result<()> {
        for owners in [true, false] {
            let wave = self
                .processes
                .values_mut()
                .filter(|process| programs.contains(&process.program()) && process.program().is_owner() == owners);
            try_join_all(wave.map(|process| async move {
                process.start()?;
                process.wait_ready().await?;
                progress(&format!("{} is ready", process.program()));
                anyhow::Ok(())
            }))
            .await?;
        }
        Ok(())
    }
}

/// The directory with all its parents, made if missing: other accounts and other working directories use it too.
pub(crate) fn absolute(dir: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    dir.canonicalize().with_context(|| format!("cannot find {}", dir.display()))
}
