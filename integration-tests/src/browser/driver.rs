//! The browser's own driver, on a port of its own choice.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::process::{Child, Command};

use crate::until;

const DRIVER: &str = "chromedriver";
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
/// What it says when it is ready; the port and a full stop follow.
const READY: &str = "started successfully on port ";

/// A running driver: killed with this value, and by the kernel with this thread. The browser ends when it does.
pub(super) struct Driver {
    port: u16,
    _child: Child,
}

impl Driver {
    /// Starts it.
    ///
    /// # Panics
    /// When it is missing or does not start; with the remedy.
    pub(super) async fn start(log: &Path) -> Self {
        let written = File::create(log).unwrap();
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "--", &installed(&[DRIVER]).display().to_string(), "--port=0"])
            .stdin(Stdio::null())
            .stdout(written.try_clone().unwrap())
            .stderr(written)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let port = until("chromedriver is ready", || async {
            let said = std::fs::read_to_string(log).unwrap_or_default();
            let (_, rest) = said.split_once(READY)?;
            rest.split_once('.').and_then(|(port, _)| port.parse().ok())
        });
        Self { port: port.await, _child: child }
    }

    /// Where it is asked.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// The browser's program.
pub(super) fn browser() -> PathBuf {
    installed(&BROWSERS)
}

fn installed(names: &[&str]) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).flat_map(|dir| names.iter().map(move |name| dir.join(name)));
    let found = found.into_iter().find(|program| program.is_file());
    found.unwrap_or_else(|| panic!("{} is not installed; remedy: ./deploy/test browser", names[0]))
}
