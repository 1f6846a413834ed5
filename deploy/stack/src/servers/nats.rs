//! NATS with JetStream, configured by `deploy/nats/nats.conf`: a private one, or the caller's.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tokio::time::{Instant, sleep};

use super::callers::{self, CallersNats};
use crate::agencies;
use crate::binaries::Binaries;
use crate::child::{Child, Launch};
use crate::http;
use crate::private_file;
use crate::program::Program;
use crate::secrets::{AGENCY_FEED, AGENCY_PROVISIONER, PROVISIONER, Secrets};
use crate::url_place::place;

const CONFIG: &str = include_str!("../../../nats/nats.conf");
const READY_WITHIN: Duration = Duration::from_secs(30);
const STOPS_WITHIN: Duration = Duration::from_secs(15);

/// A NATS server.
#[derive(Debug)]
pub struct Nats {
    url: String,
    monitor_url: String,
    /// None: the caller's, which is left alone.
    private: Option<Private>,
}

#[derive(Debug)]
struct Private {
    binary: PathBuf,
    config: PathBuf,
    log: PathBuf,
    monitor: SocketAddr,
    child: Option<Child>,
}

impl Nats {
    /// The caller's, if it can be used; for one that cannot, the configuration is there to start it with.
    pub(super) async fn of_caller(
        nats: &CallersNats,
        binaries: &Binaries,
        dir: &Path,
        secrets: &Secrets,
    ) -> Result<Self> {
        let (listen, monitor) = (listening(place(&nats.url)), listening(place(&nats.monitor_url)));
        // Apart from a private one's files: beginning anew removes those, and these may be in use.
        let config = configure(&dir.join(callers::NATS_HOME), secrets, &listen, &monitor)?;
        let program = binaries.nats().unwrap_or_else(|_| "nats-server".into());
        callers::nats::admit(nats, &program, &config, secrets).await?;
        Ok(Self { url: nats.url.clone(), monitor_url: nats.monitor_url.clone(), private: None })
    }

    pub(super) async fn start(
        binaries: &Binaries,
        dir: &Path,
        secrets: &Secrets,
        port: u16,
        monitor_port: u16,
    ) -> Result<Self> {
        let monitor = SocketAddr::from(([127, 0, 0, 1], monitor_port));
        let config = configure(&dir.join("nats"), secrets, &format!("127.0.0.1:{port}"), &monitor.to_string())?;
        let log = dir.join("logs/nats.log");
        let mut private = Private { binary: binaries.nats()?, config, log, monitor, child: None };
        private.run().await?;
        let (url, monitor_url) = (format!("nats://127.0.0.1:{port}"), format!("http://{monitor}"));
        Ok(Self { url, monitor_url, private: Some(private) })
    }

    /// `nats://host:port`; every client needs its nkey.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// `http://host:port` of the monitoring endpoint.
    #[must_use]
    pub fn monitor_url(&self) -> String {
        self.monitor_url.clone()
    }

    /// Starts again on the same port and store after [`Self::stop`] or [`Self::kill9`]; returns when JetStream is up. This
    /// and the following leave a server of the caller's alone.
    ///
    /// # Errors
    /// When it is not healthy within 30 seconds; with the end of its log.
    pub async fn run(&mut self) -> Result<()> {
        match &mut self.private {
            Some(private) => private.run().await,
            None => Ok(()),
        }
    }

    /// Lets clients go and stops.
    ///
    /// # Errors
    /// When it had to be killed.
    pub async fn stop(&mut self) -> Result<()> {
        match self.private.as_mut().and_then(|private| private.child.take()) {
            Some(mut child) => child.end(Signal::TERM, STOPS_WITHIN).await.map(drop).context("NATS"),
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

    /// Removes the streams of this installation from a server of the caller's own.
    pub(super) async fn forget(&self, secrets: &Secrets) -> Result<()> {
        if self.private.is_some() {
            return Ok(());
        }
        callers::nats::forget(&self.url, secrets).await
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
            args: vec!["-c".into(), self.config.clone().into()],
            env: Vec::new(),
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
}

/// Writes `nats.conf` into `home`: ours, after the values that elsewhere come from the environment.
fn configure(home: &Path, secrets: &Secrets, listen: &str, monitor: &str) -> Result<PathBuf> {
    private_file::directory(home)?;
    // Quoted: a bare path would end at a blank.
    let mut text = format!(
        "NATS_LISTEN: \"{listen}\"\nNATS_MONITOR_LISTEN: \"{monitor}\"\nNATS_SERVER_NAME: \"epupns-local\"\n\
         NATS_STORE_DIR: \"{}\"\n",
        home.display()
    );
    let users = Program::OWNERS.map(Program::name).into_iter();
    for user in users.chain([PROVISIONER, AGENCY_FEED, AGENCY_PROVISIONER]) {
        text += &format!("NATS_NKEY_{}: \"{}\"\n", user.to_uppercase(), secrets.nkey_public(user)?);
    }
    let config = home.join("nats.conf");
    private_file::write(&config, format!("{text}\n{CONFIG}").as_bytes())?;
    private_file::write(&home.join("agencies.conf"), agencies::accounts(secrets)?.as_bytes())?;
    Ok(config)
}

/// Where a server listens that is to be reached at `place`: elsewhere than here on every address.
fn listening(place: &str) -> String {
    match place.rsplit_once(':') {
        Some(("localhost" | "127.0.0.1", _)) | None => place.to_owned(),
        Some((_, port)) => format!("0.0.0.0:{port}"),
    }
}
