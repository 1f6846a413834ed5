//! One program of the house, running or not.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tokio::time::{Instant, sleep};

use crate::child::{Child, Launch};
use crate::http;
use crate::program::Program;
use crate::settings::Settings;

const READY_WITHIN: Duration = Duration::from_secs(30);
/// A program may drain for 20 seconds (conventions of SIGTERM); a little more before we lose patience.
const ENDS_WITHIN: Duration = Duration::from_secs(25);

/// A program with its settings: start it, break it, start it again.
#[derive(Debug)]
pub struct Process {
    program: Program,
    binary: PathBuf,
    settings: Settings,
    ops: SocketAddr,
    log: PathBuf,
    child: Option<Child>,
}

impl Process {
    pub(crate) fn new(program: Program, settings: Settings, ops: SocketAddr, logs: &Path) -> Result<Self> {
        Ok(Self {
            program,
            binary: binary(program.name())?,
            settings,
            ops,
            log: logs.join(format!("{program}.log")),
            child: None,
        })
    }

    /// Which program this is.
    #[must_use]
    pub const fn program(&self) -> Program {
        self.program
    }

    /// Changes a setting; counts from the next start.
    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.insert(name.to_owned(), value.to_owned());
    }

    /// The settings of the next start.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Its log file: everything it printed since the stack was started.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Where it answers `/livez`, `/readyz`, `/metrics`.
    #[must_use]
    pub const fn ops(&self) -> SocketAddr {
        self.ops
    }

    /// Starts it without waiting for anything.
    ///
    /// # Errors
    /// When it runs already or the binary cannot be executed.
    pub fn start(&mut self) -> Result<()> {
        if self.is_running() {
            bail!("{} is running already", self.program);
        }
        let child = self.launch("serve", self.settings.clone())?;
        self.child = Some(child);
        Ok(())
    }

    /// Returns when `/readyz` says 200.
    ///
    /// # Errors
    /// When it ends instead, or is not ready within 30 seconds; with what it said last.
    pub async fn wait_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + READY_WITHIN;
        loop {
            let answer = http::get(self.ops, "/readyz").await;
            if let Some((200, _)) = answer {
                return Ok(());
            }
            let Some(child) = self.child.as_mut() else { bail!("{} was not started", self.program) };
            if let Some(status) = child.ended() {
                bail!("{} ended ({status}) before it was ready\n{}", self.program, child.last_words());
            }
            if Instant::now() > deadline {
                let said = answer.map_or_else(|| "no answer".to_owned(), |(status, body)| format!("{status} {body}"));
                bail!(
                    "{} is not ready after {READY_WITHIN:?}: http://{}/readyz says {said}\n{}",
                    self.program,
                    self.ops,
                    child.last_words()
                );
            }
            sleep(Duration::from_millis(25)).await;
        }
    }

    /// Runs `<program> migrate` with `settings` to its end.
    ///
    /// # Errors
    /// When it fails; with what it said last.
    pub async fn migrate(&self, settings: Settings) -> Result<()> {
        let mut child = self.launch("migrate", settings)?;
        let status = child.wait().await;
        if !status.success() {
            bail!("`{} migrate` failed ({status})\n{}", self.program, child.last_words());
        }
        Ok(())
    }

    /// Whether it is there (a paused one is).
    pub fn is_running(&mut self) -> bool {
        self.ended().is_none() && self.child.is_some()
    }

    /// How it ended, if it was started and has ended by itself.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.as_mut().and_then(Child::ended)
    }

    /// `kill -9`.
    pub async fn kill9(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill9().await;
        }
    }

    /// SIGTERM: it drains and ends.
    ///
    /// # Errors
    /// When it does not end in time (it is killed then) or not with success.
    pub async fn terminate(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        let status = child.end(Signal::TERM, ENDS_WITHIN).await.with_context(|| self.program.to_string())?;
        if !status.success() {
            bail!("{} ended with {status} after SIGTERM\n{}", self.program, child.last_words());
        }
        Ok(())
    }

    /// SIGSTOP: it stands still, its connections stay open.
    pub fn pause(&mut self) {
        if let Some(child) = self.child.as_mut() {
            child.pause();
        }
    }

    /// SIGCONT after [`Self::pause`].
    pub fn resume(&mut self) {
        if let Some(child) = self.child.as_mut() {
            child.resume();
        }
    }

    /// Ends it in peace if it runs, starts it and waits until it is ready.
    ///
    /// # Errors
    /// See [`Self::terminate`], [`Self::start`], [`Self::wait_ready`].
    pub async fn restart(&mut self) -> Result<()> {
        self.terminate().await?;
        self.start()?;
        self.wait_ready().await
    }

    fn launch(&self, command: &str, settings: Settings) -> Result<Child> {
        Child::spawn(Launch {
            program: &self.binary,
            args: vec![command.into()],
            env: settings.into_iter().collect(),
            privileges: &[],
            log: &self.log,
        })
    }
}

/// A binary of this workspace, from the directory the running executable was built into.
pub(crate) fn binary(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe().context("cannot tell where this executable is")?;
    // target/debug/stack, or target/debug/deps/<a test>.
    let dir = own
        .ancestors()
        .skip(1)
        .find(|dir| dir.file_name().is_none_or(|name| name != "deps"))
        .context("the running executable is in no directory")?;
    let path = dir.join(name);
    if !path.is_file() {
        bail!("{} is missing\nremedy: cargo build --bins (in the same profile)", path.display());
    }
    Ok(path)
}
