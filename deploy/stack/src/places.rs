//! Which servers keep the data of an installation: another start with other servers would mix two halves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::private_file;
use crate::servers::{Callers, NATS_HOME};

fn file(dir: &Path) -> PathBuf {
    dir.join("places.json")
}

/// Refuses other servers than those of the first start.
pub(crate) fn check(dir: &Path, callers: &Callers) -> Result<()> {
    let Ok(bytes) = std::fs::read(file(dir)) else { return Ok(()) };
    let before: BTreeMap<String, String> =
        serde_json::from_slice(&bytes).with_context(|| format!("{} is damaged", file(dir).display()))?;
    for (name, now) in callers.places() {
        if let Some(before) = before.get(&name)
            && *before != now
        {
            bail!(
                "the data of {} are in the {name} `{before}`, and now it would be `{now}`\nremedy: set (or unset) \
                 EPUPNS_{}_URL as before, begin anew with --fresh, or give this one a directory of its own with --dir",
                dir.display(),
                if name == "NATS" { "NATS" } else { "POSTGRES" }
            );
        }
    }
    Ok(())
}

/// Remembers them.
pub(crate) fn keep(dir: &Path, callers: &Callers) -> Result<()> {
    private_file::write(&file(dir), &serde_json::to_vec_pretty(&callers.places())?)
}

/// Removes everything below `dir` except what servers of the caller's own know this installation by.
pub(crate) fn clear(dir: &Path, callers: &Callers) -> Result<()> {
    let keeps = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        (callers.postgres_url.is_some() && name == "installation.id")
            || (callers.nats.is_some() && (name == NATS_HOME || name.starts_with("nats-")))
    };
    for room in [dir.to_owned(), dir.join("secrets")] {
        let Ok(entries) = std::fs::read_dir(&room) else { continue };
        for entry in entries {
            let path = entry?.path();
            if keeps(&path) || (path.is_dir() && path == dir.join("secrets")) {
                continue;
            }
            let removed = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
            removed.with_context(|| format!("cannot remove {}\nremedy: remove it by hand", path.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servers::CallersNats;

    fn postgres(url: &str) -> Callers {
        Callers { postgres_url: Some(url.to_owned()), ..Callers::default() }
    }

    #[test]
    fn data_stay_where_they_are() {
        let dir = tempfile::tempdir().unwrap();
        let theirs = postgres("postgres://root:hush@db:5432/");
        check(dir.path(), &theirs).expect("a first start may choose");
        keep(dir.path(), &theirs).unwrap();
        check(dir.path(), &postgres("postgres://admin:other@db:5432/x")).expect("the same server");
        for other in [postgres("postgres://root:hush@elsewhere:5432/"), Callers::default()] {
            let refused = check(dir.path(), &other).unwrap_err().to_string();
            assert!(refused.contains("`db:5432`") && refused.contains("EPUPNS_POSTGRES_URL as before"), "{refused}");
            assert!(!refused.contains("hush"));
        }
        check(dir.path(), &Callers { redis_url: Some("redis://cache".to_owned()), ..theirs })
            .expect("of Redis nothing is expected");
    }

    #[test]
    fn what_the_callers_servers_know_us_by_outlives_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        let files =
            ["places.json", "postgres/data", "callers-nats/nats.conf", "secrets/nats-x.nk", "secrets/x.password"];
        let make = || {
            for file in files.iter().chain(&["secrets/installation.id"]) {
                let path = dir.path().join(file);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, "x").unwrap();
            }
        };
        let left = || {
            let all = files.iter().chain(&["secrets/installation.id"]);
            all.filter(|file| dir.path().join(file).exists()).copied().collect::<Vec<_>>()
        };
        let nats = Some(CallersNats { url: "nats://n:1".to_owned(), monitor_url: "http://n:2".to_owned() });
        for (callers, stay) in [
            (Callers::default(), vec![]),
            (postgres("postgres://db"), vec!["secrets/installation.id"]),
            (Callers { nats, ..Callers::default() }, vec!["callers-nats/nats.conf", "secrets/nats-x.nk"]),
        ] {
            make();
            clear(dir.path(), &callers).unwrap();
            assert_eq!(left(), stay, "{callers:?}");
        }
    }
}
