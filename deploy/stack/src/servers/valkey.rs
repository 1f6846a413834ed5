//! Valkey or Redis: a private one that keeps nothing, or the caller's. Whatever is in it may be lost at any time.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use super::callers::redis;
use crate::binaries::Binaries;
use crate::child::{Child, Launch};
use crate::private_file;
use crate::secrets::Secrets;
use crate::url_place::place;

const READY_WITHIN: Duration = Duration::from_secs(15);
const STOPS_WITHIN: Duration = Duration::from_secs(10);

/// A Valkey or Redis server.
pub struct Valkey {
    url: String,
    /// None: the caller's, which is left alone.
    private: Option<Private>,
}

/// Without the password.
impl fmt::Debug for Valkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Valkey").field("place", &place(&self.url)).finish_non_exhaustive()
    }
}

struct Private {
    binary: PathBuf,
    config: PathBuf,
    log: PathBuf,
    password: String,
    port: u16,
    child: Option<Child>,
}

impl Valkey {
    /// The caller's, if it can be used.
    pub(super) async fn of_caller(url: &str) -> Result<Self> {
        redis::admit(url).await?;
        Ok(Self { url: url.to_owned(), private: None })
    }

    pub(super) async fn start(binaries: &Binaries, dir: &Path, secrets: &Secrets, port: u16) -> Result<Self> {
        let home = dir.join("valkey");
        private_file::directory(&home)?;
        let password = secrets.password("valkey")?;
        let config = home.join("valkey.conf");
        // In a file, not in arguments, which every user of the machine can read. Full memory refuses writes, which callers
        // treat like "gone": evicting would silently forget who is being slowed down.
        let settings = format!(
            "bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir \"{}\"\nsave \"\"\nappendonly no\n\
             maxmemory 128mb\nmaxmemory-policy noeviction\n",
            home.display()
        );
        private_file::write(&config, settings.as_bytes())?;
        let url = format!("redis://:{password}@127.0.0.1:{port}");
        let log = dir.join("logs/valkey.log");
        let mut private = Private { binary: binaries.valkey()?, config, log, password, port, child: None };
        private.run().await?;
        Ok(Self { url, private: Some(private) })
    }

    /// `redis://:password@host:port`.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Starts again, empty, on the same port; returns when it answers PING. This and the following leave a server of the
    /// caller's alone.
    ///
    /// # Errors
    /// When it does not answer within 15 seconds; with the end of its log.
    pub async fn run(&mut self) -> Result<()> {
        match &mut self.private {
            Some(private) => private.run().await,
            None => Ok(()),
        }
    }

    /// Stops.
    ///
    /// # Errors
    /// When it had to be killed.
    pub async fn stop(&mut self) -> Result<()> {
        match self.private.as_mut().and_then(|private| private.child.take()) {
            Some(mut child) => child.end(Signal::TERM, STOPS_WITHIN).await.map(drop).context("Valkey"),
            None => Ok(()),
        }
    }

    /// How it ended, if it was started and has ended by itself.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        self.private.as_mut()?.child.as_mut()?.ended()
    }

    /// `kill -9`.
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

impl Private {
    async fn run(&mut self) -> Result<()> {
        let mut child = Child::spawn(Launch {
            program: &self.binary,
            args: vec![self.config.clone().into()],
            env: Vec::new(),
            privileges: &[],
            log: &self.log,
        })?;
        let deadline = Instant::now() + READY_WITHIN;
        while !self.answers().await {
            if child.ended().is_some() || Instant::now() > deadline {
                bail!("Valkey did not start\n{}", child.last_words());
            }
            sleep(Duration::from_millis(20)).await;
        }
        self.child = Some(child);
        Ok(())
    }

    async fn answers(&self) -> bool {
        let ask = async {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
            stream.write_all(format!("AUTH {}\r\nPING\r\n", self.password).as_bytes()).await?;
            let mut answer = [0; 12];
            stream.read_exact(&mut answer).await?;
            std::io::Result::Ok(&answer == b"+OK\r\n+PONG\r\n")
        };
        matches!(timeout(Duration::from_secs(1), ask).await, Ok(Ok(true)))
    }
}
