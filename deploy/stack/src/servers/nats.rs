//! A private NATS with JetStream, configured by `deploy/nats/nats.conf`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tokio::time::{Instant, sleep};

use crate::binaries::Binaries;
use crate::child::{Child, Launch};
use crate::http;
use crate::private_file;
use crate::program::Program;
use crate::secrets::{PROVISIONER, Secrets};

const CONFIG: &str = include_str!("../../../nats/nats.conf");
const READY_WITHIN: Duration = Duration::from_secs(30);
const STOPS_WITHIN: Duration = Duration::from_secs(15);

/// A NATS server of our own.
#[derive(Debug)]
pub struct Nats {
    binary: PathBuf,
    config: PathBuf,
    env: Vec<(String, String)>,
    log: PathBuf,
    port: u16,
    monitor: SocketAddr,
    child: Option<Child>,
}

impl Nats {
    pub(super) async fn start(
        binaries: &Binaries,
        dir: &Path,
        secrets: &Secrets,
        port: u16,
        monitor_port: u16,
    ) -> Result<Self> {
        let home = dir.join("nats");
        private_file::directory(&home)?;
        let config = home.join("nats.conf");
        private_file::write(&config, CONFIG.as_bytes())?;
        let monitor = SocketAddr::from(([127, 0, 0, 1], monitor_port));
        // Quoted: the values are read as configuration, where a bare path would end at a blank.
        let mut env = vec![
            ("NATS_LISTEN".to_owned(), format!("\"127.0.0.1:{port}\"")),
            ("NATS_MONITOR_LISTEN".to_owned(), format!("\"{monitor}\"")),
            ("NATS_SERVER_NAME".to_owned(), "epupns-local".to_owned()),
            ("NATS_STORE_DIR".to_owned(), format!("\"{}\"", home.display())),
        ];
        for user in Program::OWNERS.map(Program::name).into_iter().chain([PROVISIONER]) {
            env.push((format!("NATS_NKEY_{}", user.to_uppercase()), secrets.nkey_public(user)?));
        }
        let mut nats = Self {
            binary: binaries.nats.clone(),
            config,
            env,
            log: dir.join("logs/nats.log"),
            port,
            monitor,
            child: None,
        };
        nats.run().await?;
        Ok(nats)
    }

    /// `nats://host:port`; every client needs its nkey.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Port of clients on 127.0.0.1; the same after a restart.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// `http://host:port` of the monitoring endpoint.
    #[must_use]
    pub fn monitor_url(&self) -> String {
        format!("http://{}", self.monitor)
    }

    /// Starts again on the same port and store after [`Self::stop`] or [`Self::kill9`]; returns when JetStream is up.
    ///
    /// # Errors
    /// When it is not healthy within 30 seconds; with the end of its log.
    pub async fn run(&mut self) -> Result<()> {
        let mut child = Child::spawn(Launch {
            program: &self.binary,
            args: vec!["-c".into(), self.config.clone().into()],
            env: self.env.clone(),
            privileges: &[],
            log: &self.log,
        })?;
        let deadline = Instant::now() + READY_WITHIN;
        // Healthy means that streams and consumers are recovered, not just that the port is open.
        while !matches!(http::get(self.monitor, "/healthz").await, Some((200, _))) {
            if child.ended().is_some() || Instant::now() > deadline {
                bail!("NATS did not start\n{}", child.last_words());
            }
            sleep(Duration::from_millis(20)).await;
        }
        self.child = Some(child);
        Ok(())
    }

    /// Lets clients go and stops.
    ///
    /// # Errors
    /// When it had to be killed.
    pub async fn stop(&mut self) -> Result<()> {
        match self.child.take() {
            Some(mut child) => child.end(Signal::TERM, STOPS_WITHIN).await.map(drop).context("NATS"),
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
}
