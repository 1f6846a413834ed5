//! A private Valkey (or Redis) that keeps nothing: whatever is in it may be lost at any time.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

use crate::binaries::Binaries;
use crate::child::{Child, Launch};
use crate::private_file;
use crate::secrets::Secrets;

const READY_WITHIN: Duration = Duration::from_secs(15);
const STOPS_WITHIN: Duration = Duration::from_secs(10);

/// A Valkey server of our own.
#[derive(Debug)]
pub struct Valkey {
    binary: PathBuf,
    config: PathBuf,
    log: PathBuf,
    password: String,
    port: u16,
    child: Option<Child>,
}

impl Valkey {
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
        let mut valkey = Self {
            binary: binaries.valkey.clone(),
            config,
            log: dir.join("logs/valkey.log"),
            password,
            port,
            child: None,
        };
        valkey.run().await?;
        Ok(valkey)
    }

    /// `redis://:password@host:port`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://:{}@127.0.0.1:{}", self.password, self.port)
    }

    /// Port on 127.0.0.1; the same after a restart.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Starts again, empty, on the same port; returns when it answers PING.
    ///
    /// # Errors
    /// When it does not answer within 15 seconds; with the end of its log.
    pub async fn run(&mut self) -> Result<()> {
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

    /// Stops.
    ///
    /// # Errors
    /// When it had to be killed.
    pub async fn stop(&mut self) -> Result<()> {
        match self.child.take() {
            Some(mut child) => child.end(Signal::TERM, STOPS_WITHIN).await.map(drop).context("Valkey"),
            None => Ok(()),
        }
    }

    /// `kill -9`.
    pub async fn kill9(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill9().await;
        }
    }

    /// The running server process, to pause or resume it.
    pub const fn child(&mut self) -> Option<&mut Child> {
        self.child.as_mut()
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
