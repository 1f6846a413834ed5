//! The tree of files that checks read.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The services that own data: the same building each.
pub(crate) const OWNERS: [&str; 5] = ["identity", "registration", "verification", "helpdesk", "reporting"];
/// The services that own nothing.
pub(crate) const EDGES: [&str; 2] = ["gateway", "portal"];

/// What is not ours or not kept.
const SKIPPED: [&str; 3] = ["target", "node_modules", "vendor"];

/// A tree of files under a root.
#[derive(Debug)]
pub(crate) struct Tree {
    root: PathBuf,
}

/// A text file of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Path from the root, with slashes.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) text: String,
}

impl Tree {
    /// The repository that this test was compiled in.
    pub(crate) fn ours() -> Self {
        Self::at(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
    }

    /// A tree elsewhere.
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The text of one file; `None` when it is not there.
    pub(crate) fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.root.join(path)).ok()
    }

    /// Whether there is such a file or directory.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }

    /// All files below a directory whose name ends so, by path. A directory that is not there has none.
    pub(crate) fn files(&self, under: &str, ending: &str) -> Vec<Source> {
        let mut found = Vec::new();
        self.walk(under, ending, &mut found);
        found.sort_by(|one, other| one.path.cmp(&other.path));
        found
    }

    /// The files of a service's program: its tests live in the same crate and are no part of it.
    pub(crate) fn program(&self, service: &str) -> Vec<Source> {
        let src = format!("services/{service}/src");
        let (tests, test) = (format!("{src}/tests.rs"), format!("{src}/tests/"));
        let mut sources = self.files(&src, ".rs");
        sources.retain(|source| source.path != tests && !source.path.starts_with(&test));
        sources
    }

    /// Names directly below a directory, sorted; hidden ones are tool settings and left out.
    pub(crate) fn names(&self, under: &str) -> Vec<String> {
        let entries = fs::read_dir(self.root.join(under)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }

    fn walk(&self, under: &str, ending: &str, found: &mut Vec<Source>) {
        for name in self.names(under) {
            let path = if under.is_empty() { name.clone() } else { format!("{under}/{name}") };
            let full = self.root.join(&path);
            if full.is_dir() {
                if !SKIPPED.contains(&name.as_str()) {
                    self.walk(&path, ending, found);
                }
            } else if name.ends_with(ending)
                && let Ok(text) = fs::read_to_string(&full)
            {
                found.push(Source { path, text });
            }
        }
    }
}
