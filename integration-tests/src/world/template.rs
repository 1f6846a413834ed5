//! Installations that begin as copies: the first of a size is made from nothing, the others begin where it was stopped.
//!
//! Making one takes initdb, migrations, five imports and seven officers; starting a copy takes what a restart takes. The
//! directory is one run's: `deploy/test` empties it, since what is in it was made by the programs of before.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Command,
};

use stack::{Stack, StackOptions, demo::Demo, demo::DemoSize};

/// Names the directory; without it every installation is made from nothing.
const WORLDS: &str = "EPUPNS_WORLDS";

/// Lays a copy into `dir`, which is still empty.
pub(super) async fn lay(dir: &Path, size: DemoSize, settings: &[(String, String)]) {
    let Some(worlds) = std::env::var_os(WORLDS).map(PathBuf::from) else { return };
    let template = worlds.join(format!("{}-{}", size.employees, size.error_share));
    std::fs::create_dir_all(&worlds).unwrap();
    {
        // Two tests at once want one made, not two.
        let lock = File::create(worlds.join("lock")).unwrap();
        lock.lock().unwrap();
        if !template.exists() {
            make(&template, size, settings).await;
        }
    }
    copy(&template, dir);
    // The copies run beside each other: each finds ports of its own.
    std::fs::remove_file(dir.join("ports.json")).unwrap();
}

async fn make(template: &Path, size: DemoSize, settings: &[(String, String)]) {
    let place = tempfile::Builder::new().prefix("epupns-").tempdir().unwrap();
    let dir = place.path().join("stack");
    let mut options = StackOptions::new(dir.clone());
    options.settings = settings.to_vec();
    let stack = Stack::start(options).await.unwrap_or_else(|error| panic!("{error:#}"));
    let demo = Demo::load_once(stack.operator(), &stack.dir().join("demo"), size).await;
    demo.unwrap_or_else(|error| panic!("{error:#}"));
    stack.stop().await.unwrap_or_else(|error| panic!("{error:#}"));
    // Whole or not at all.
    let half = template.with_extension("half");
    let _ = std::fs::remove_dir_all(&half);
    copy(&dir, &half);
    std::fs::rename(&half, template).unwrap();
}

/// With owners and modes: PostgreSQL refuses a directory that others can read.
fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").args(["--archive", "--no-target-directory"]).args([from, to]).status().unwrap();
    assert!(done.success(), "cannot copy {}", from.display());
}
