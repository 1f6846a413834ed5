//! As whom PostgreSQL runs: it refuses to be root.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use anyhow::{Context, Result};

/// Accounts that exist on every Debian (`nobody`) or belong to an installed PostgreSQL.
const PREFERRED: [&str; 2] = ["postgres", "nobody"];

/// The account PostgreSQL runs under, as options of `setpriv`.
#[derive(Debug)]
pub(crate) struct PostgresAccount {
    ids: Option<(u32, u32)>,
    pub(crate) privileges: Vec<String>,
}

impl PostgresAccount {
    /// Ourselves, unless we are root: then `postgres` or `nobody`, who must be able to reach `paths`.
    pub(crate) fn choose(paths: &[&Path]) -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self { ids: None, privileges: Vec::new() });
        }
        let accounts = std::fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
        let (uid, gid) = PREFERRED
            .iter()
            .find_map(|name| ids_of(&accounts, name))
            .context("PostgreSQL does not run as root and there is neither an account `postgres` nor `nobody`")?;
        let mut privileges = vec![format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_owned()];
        if !paths.iter().all(|path| everyone_may_reach(path)) {
            // A checkout below /root: this one capability lets the account pass closed directories and read there, and
            // (no_setuid_fixup) lets access(2) know it.
            privileges.extend(
                ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
                    .map(str::to_owned),
            );
        }
        Ok(Self { ids: Some((uid, gid)), privileges })
    }

    /// Gives a file or directory to the account.
    pub(crate) fn give(&self, path: &Path) -> Result<()> {
        let Some((uid, gid)) = self.ids else { return Ok(()) };
        chown(path, Some(uid), Some(gid)).with_context(|| format!("cannot give {} to uid {uid}", path.display()))
    }

    /// Whether a directory already belongs to the account: data made under another one would be refused by PostgreSQL.
    pub(crate) fn owns(&self, path: &Path) -> bool {
        let wanted = self.ids.map_or_else(|| rustix::process::geteuid().as_raw(), |(uid, _)| uid);
        path.metadata().is_ok_and(|metadata| metadata.uid() == wanted)
    }
}

fn ids_of(accounts: &str, name: &str) -> Option<(u32, u32)> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn everyone_may_reach(path: &Path) -> bool {
    path.ancestors()
        .skip(1)
        .filter(|dir| !dir.as_os_str().is_empty())
        .all(|dir| dir.metadata().is_ok_and(|metadata| metadata.permissions().mode() & 0o001 != 0))
}
