//! The program that agencies are given (`deploy/subscriber`), run as an agency runs it.

use std::{
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use serde_json::Value;
use stack::agency_user;
use tempfile::TempDir;
use tokio::{
    process::{Child, Command},
    time::timeout,
};

use super::AgencySystem;
use crate::World;

/// It ends within moments, or never.
const PATIENCE: Duration = Duration::from_secs(30);
/// Prints what the file holds: the rows of a query, as JSON.
const QUERY: &str = "import json, sqlite3, sys; \
    print(json.dumps(sqlite3.connect(sys.argv[1], timeout=30).execute(sys.argv[2]).fetchall()))";

/// One copy of it, with a directory of its own.
pub struct Subscriber {
    arguments: Vec<String>,
    child: Option<Child>,
    dir: TempDir,
}

impl Subscriber {
    /// Takes from the agency's durable.
    ///
    /// # Panics
    /// When its files cannot be written.
    #[must_use]
    pub fn over_nats(world: &World, system: &AgencySystem) -> Self {
        let servers = &world.stack.servers;
        let nkey = servers.secrets.nkey_seed(&agency_user(&system.agency_code)).unwrap();
        let nats = ["--nats", &servers.nats.url(), "--nkey", nkey.to_str().unwrap()].map(str::to_owned);
        Self::with(world, system, &nats)
    }

    /// Asks by HTTP alone.
    #[must_use]
    pub fn over_http(world: &World, system: &AgencySystem) -> Self {
        Self::with(world, system, &["--http".to_owned()])
    }

    fn with(world: &World, system: &AgencySystem, more: &[String]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let client = dir.path().join("client.json");
        std::fs::write(&client, system.client.to_string()).unwrap();
        let url = world.stack.wiring.public_address();
        let file = |name: &str| dir.path().join(name).display().to_string();
        let usual = [
            ["--agency", &system.agency_code],
            ["--url", &url],
            ["--client", &file("client.json")],
            ["--database", &file("feed.sqlite")],
            ["--every", "1"],
        ];
        let arguments = usual.as_flattened().iter().map(|&word| word.to_owned()).chain(more.iter().cloned()).collect();
        Self { arguments, child: None, dir }
    }

    /// Starts it.
    ///
    /// # Panics
    /// When it runs, or cannot be started.
    pub fn start(&mut self) {
        assert!(self.child.is_none(), "it runs");
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log_file()).unwrap();
        let mut command = python();
        command.arg(root().join("deploy/subscriber/subscriber.py")).args(&self.arguments);
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log).kill_on_drop(true);
        self.child = Some(command.spawn().unwrap());
    }

    /// Takes what is there and ends by itself; how.
    pub async fn run_once(&mut self) -> ExitStatus {
        self.arguments.push("--once".to_owned());
        self.start();
        self.arguments.pop();
        self.ended().await
    }

    /// `kill -9`.
    ///
    /// # Panics
    /// When it does not run.
    pub async fn kill9(&mut self) {
        self.child.take().expect("it runs").kill().await.unwrap();
    }

    /// `kill -TERM`, and how it ended.
    ///
    /// # Panics
    /// When it does not run, or does not end.
    pub async fn terminate(&mut self) -> ExitStatus {
        let id = self.child.as_ref().and_then(Child::id).expect("it runs").to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
        self.ended().await
    }

    async fn ended(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        let ended = timeout(PATIENCE, child.wait()).await;
        ended.unwrap_or_else(|_| panic!("the subscriber does not end: {}", self.log())).unwrap()
    }

    /// The rows of a query, as JSON; none while the file has no tables.
    pub async fn rows(&self, query: &str) -> Vec<Vec<Value>> {
        let file = self.dir.path().join("feed.sqlite");
        let asked = Command::new("python3").args(["-c", QUERY]).arg(file).arg(query).output().await.unwrap();
        serde_json::from_slice(&asked.stdout).unwrap_or_default()
    }

    /// The events that it has kept, in the order of their numbers.
    ///
    /// # Panics
    /// When a row is not its event's.
    pub async fn kept(&self) -> Vec<Value> {
        let rows = self.rows("select agency_seq, id, event from events order by agency_seq").await;
        let event = |row: Vec<Value>| {
            let event: Value = serde_json::from_str(row[2].as_str().unwrap()).unwrap();
            assert_eq!((row[0].as_u64(), &row[1]), (Some(AgencySystem::sequence(&event)), &event["id"]));
            event
        };
        rows.into_iter().map(event).collect()
    }

    /// What it has said.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.dir.path().join("log")
    }
}

/// Whoever reads that a test failed reads what the program had to say.
impl Drop for Subscriber {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the subscriber said:\n{}", self.log());
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Python with what the program needs.
fn python() -> Command {
    let packages = root().join(".local/subscriber");
    assert!(packages.join("pinned").exists(), "its packages are missing; remedy: ./deploy/test journeys");
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", packages).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}
