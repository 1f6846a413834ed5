//! A NATS with nothing of ours on it, to compare with: one program, JetStream as durable as ours, no users.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
};

use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::questions::eventually;

/// Runs until dropped.
pub struct BareNats {
    /// `nats://host:port`.
    pub url: String,
    _server: Child,
    _dir: TempDir,
}

impl BareNats {
    /// Starts the server that the launcher would start; `None` when there is neither a pinned nor an installed one.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn start() -> Option<Self> {
        let binary = binary()?;
        let dir = tempfile::Builder::new().prefix("epupns-nats-").tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let store = dir.path().join("store");
        let config = format!(
            "listen: \"127.0.0.1:{port}\"\njetstream {{ store_dir: \"{}\", sync_interval: always }}\n",
            store.display()
        );
        let file = dir.path().join("nats.conf");
        std::fs::write(&file, config).unwrap();
        let server = Command::new(binary)
            .arg("-c")
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        eventually("a bare NATS answers", || async {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok()
        })
        .await;
        Some(Self { url: format!("nats://127.0.0.1:{port}"), _server: server, _dir: dir })
    }
}

/// Where `deploy/lib/servers.sh` puts it, or an installed one.
fn binary() -> Option<PathBuf> {
    let servers = std::env::var_os("EPUPNS_SERVERS_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../.local/servers"), PathBuf::from);
    let pinned = std::iter::once(servers.join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed: Vec<PathBuf> = std::env::split_paths(&path).collect();
    pinned.chain(installed).map(|dir| dir.join("nats-server")).find(|file| file.is_file())
}
