//! Free ports on the loopback, kept in a file so that a restart finds its servers and data where they were.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

/// Below the range the kernel takes for outgoing connections (32768 and up): a client that keeps reconnecting to a stopped
/// server there may one day connect to itself and hold the port.
const RANGE: std::ops::Range<u16> = 20_000..32_000;

/// What this process has claimed, until it ends: see [`is_ours`].
static CLAIMS: Mutex<BTreeMap<u16, UnixListener>> = Mutex::new(BTreeMap::new());

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
            && is_ours(port)
        {
            return Ok(port);
        }
        for _ in 0..1_000 {
            let port = rand::random_range(RANGE);
            if !is_claimed(port) && is_free(port) && is_ours(port) {
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

fn is_claimed(port: u16) -> bool {
    CLAIMS.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&port)
}

/// Claims a port against other installations that start on this machine, for as long as this process lives.
///
/// A port on which nobody listens is not yet one that nobody wants: another installation has chosen it and not come to it, or has
/// just killed what listens there. The claim is a name in the kernel (an abstract socket), gone with its process however that ends.
fn is_ours(port: u16) -> bool {
    let mut claims = CLAIMS.lock().unwrap_or_else(PoisonError::into_inner);
    if claims.contains_key(&port) {
        return true;
    }
    let claim =
        SocketAddr::from_abstract_name(format!("epupns-port-{port}")).and_then(|name| UnixListener::bind_addr(&name));
    claim.map(|claim| claims.insert(port, claim)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_another_process_has_claimed_is_not_taken_though_nobody_listens() {
        let dir = tempfile::tempdir().unwrap();
        let mut ports = Ports::load(dir.path()).unwrap();
        let port = ports.of("gateway").unwrap();
        assert_eq!(ports.of("gateway").unwrap(), port, "it stays the same while this process has it");

        // As if another process had it: the claim is there, and not among ours.
        let claim = CLAIMS.lock().unwrap().remove(&port).unwrap();
        assert_ne!(ports.of("gateway").unwrap(), port);
        drop(claim);
    }

    #[test]
    fn two_installations_of_one_process_have_different_ports() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let names: Vec<String> = (0..50).map(|number| format!("program-{number}")).collect();
        let of = |dir: &Path| {
            let mut ports = Ports::load(dir).unwrap();
            names.iter().map(|name| ports.of(name).unwrap()).collect::<std::collections::BTreeSet<u16>>()
        };
        assert!(of(one.path()).is_disjoint(&of(other.path())));
    }
}
