//! Free ports on the loopback, kept in a file so that a restart finds its servers and data where they were.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Below the range the kernel takes for outgoing connections (32768 and up): a client that keeps reconnecting to a stopped
/// server there may one day connect to itself and hold the port.
const RANGE: std::ops::Range<u16> = 20_000..32_000;

/// Ports by name, remembered in a file.
#[derive(Debug)]
pub struct Ports {
    file: PathBuf,
    chosen: BTreeMap<String, u16>,
}

impl Ports {
    /// Reads what was chosen before in `dir`; nothing yet is fine.
    ///
    /// # Errors
    /// When the file is there but cannot be read.
    pub fn load(dir: &Path) -> Result<Self> {
        let file = dir.join("ports.json");
        let chosen = match std::fs::read(&file) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).with_context(|| format!("{} is damaged: remove it", file.display()))?
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error).context(format!("cannot read {}", file.display())),
        };
        Ok(Self { file, chosen })
    }

    /// The port of `name`: the one it had before if nobody else listens there now, otherwise a new free one.
    ///
    /// # Errors
    /// When no port is free or the choice cannot be written down.
    pub fn of(&mut self, name: &str) -> Result<u16> {
        if let Some(&port) = self.chosen.get(name)
            && is_free(port)
        {
            return Ok(port);
        }
        for _ in 0..1_000 {
            let port = rand::random_range(RANGE);
            if !self.chosen.values().any(|taken| *taken == port) && is_free(port) {
                self.chosen.insert(name.to_owned(), port);
                std::fs::write(&self.file, serde_json::to_vec_pretty(&self.chosen)?)
                    .with_context(|| format!("cannot write {}", self.file.display()))?;
                return Ok(port);
            }
        }
        bail!("no free port between {} and {} on 127.0.0.1", RANGE.start, RANGE.end)
    }
}

/// Whether nobody listens on this loopback port.
pub(crate) fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}
