//! One running process: signals, waiting, and an end that leaves nothing behind.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

use crate::spawner;

/// How often a waiting task looks whether the process has ended.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// What to run.
pub(crate) struct Launch<'a> {
    pub(crate) program: &'a Path,
    pub(crate) args: Vec<OsString>,
    /// Added to the few variables every child gets (see [`inherited`]).
    pub(crate) env: Vec<(String, String)>,
    /// Options of `setpriv`: as whom to run.
    pub(crate) privileges: &'a [String],
    /// Both output streams are appended here.
    pub(crate) log: &'a Path,
}

/// Variables a child inherits; everything else it must be given, so that a run depends on nothing in the caller's shell.
const BASICS: [&str; 5] = ["PATH", "HOME", "LANG", "RUST_BACKTRACE", "LLVM_PROFILE_FILE"];

/// What moves the clock of a run (`./deploy/test clocks`): a program and servers that disagree about the day test nothing. The
/// second only with the first: whatever else is preloaded is the caller's own affair.
const MOVED_CLOCK: [&str; 2] = ["MOVED_CLOCK", "LD_PRELOAD"];

/// The variables of ours that a child inherits.
fn inherited() -> impl Iterator<Item = (&'static str, OsString)> {
    let clock = if std::env::var_os(MOVED_CLOCK[0]).is_some() { &MOVED_CLOCK[..] } else { &[] };
    BASICS.iter().chain(clock).filter_map(|name| Some((*name, std::env::var_os(name)?)))
}

/// A process that is killed when this value is dropped, and by the kernel when we die.
#[derive(Debug)]
pub struct Child {
    inner: std::process::Child,
    log: PathBuf,
}

impl Child {
    pub(crate) fn spawn(launch: Launch<'_>) -> Result<Self> {
        let log: File = OpenOptions::new()
            .create(true)
            .append(true)
            .open(launch.log)
            .with_context(|| format!("cannot write {}", launch.log.display()))?;
        let mut command = spawner::dies_with_us(launch.program, launch.privileges);
        command
            .args(launch.args)
            .env_clear()
            .envs(inherited())
            .envs(launch.env)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            // Ctrl-C in a terminal goes to its foreground group: we stop our children ourselves, in order.
            .process_group(0);
        let inner = spawner::spawn(command).with_context(|| format!("cannot start {}", launch.program.display()))?;
        Ok(Self { inner, log: launch.log.to_owned() })
    }

    /// Process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.inner.id()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.inner.try_wait().ok().flatten()
    }

    /// Waits for the end it comes to by itself.
    pub(crate) async fn wait(&mut self) -> ExitStatus {
        loop {
            if let Some(status) = self.ended() {
                return status;
            }
            sleep(LOOK_EVERY).await;
        }
    }

    /// `kill -9`: it cannot notice. Returns when the process is gone.
    pub async fn kill9(&mut self) {
        self.signal(Signal::KILL);
        self.wait().await;
    }

    /// Asks it to end with `signal` and waits; after `grace` it is killed, which is an error.
    pub(crate) async fn end(&mut self, signal: Signal, grace: Duration) -> Result<ExitStatus> {
        // A stopped process does not see the request.
        self.signal(Signal::CONT);
        self.signal(signal);
        let deadline = Instant::now() + grace;
        loop {
            if let Some(status) = self.ended() {
                return Ok(status);
            }
            if Instant::now() >= deadline {
                self.kill9().await;
                anyhow::bail!("did not end within {grace:?} of being asked and was killed\n{}", self.last_words());
            }
            sleep(LOOK_EVERY).await;
        }
    }

    /// Stands still (SIGSTOP) until [`Self::resume`]; its sockets stay open.
    pub fn pause(&mut self) {
        self.signal(Signal::STOP);
    }

    /// Goes on after [`Self::pause`].
    pub fn resume(&mut self) {
        self.signal(Signal::CONT);
    }

    /// The end of its log, for error messages.
    pub(crate) fn last_words(&self) -> String {
        last_lines(&self.log, 15)
    }

    fn signal(&mut self, signal: Signal) {
        // Once it was waited for, its id may belong to someone else.
        if self.ended().is_some() {
            return;
        }
        if let Some(pid) = i32::try_from(self.inner.id()).ok().and_then(Pid::from_raw) {
            // Fails only when it has ended this moment, which `ended` tells whoever waits.
            let _ = kill_process(pid, signal);
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.inner.kill();
        let _ = self.inner.wait();
    }
}

/// The last `count` lines of a log file, indented; says so when there is nothing.
pub(crate) fn last_lines(path: &Path, count: usize) -> String {
    let text = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(count);
    let tail: String = lines[from..].iter().map(|line| format!("\n    {line}")).collect();
    if tail.is_empty() {
        format!("  ({} is empty)", path.display())
    } else {
        format!("  the end of {}:{tail}", path.display())
    }
}
