//! Small trees made up to show that a check can fail.

use std::fs;

use tempfile::TempDir;

use crate::tree::Tree;

/// A tree in a directory that goes away with it.
pub(crate) struct MadeUp {
    directory: TempDir,
}

impl MadeUp {
    /// A tree of these files: path, text.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        for (path, text) in files {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().expect("a file stands in a directory")).expect("directories");
            fs::write(path, text).expect("a file");
        }
        Self { directory }
    }

    /// A copy of what checks read of another tree.
    pub(crate) fn copy_of(tree: &Tree) -> Self {
        let parts = ["deploy", "integration-tests", "proto", "services"];
        let endings = [".rs", ".sql", ".md", ".toml"];
        let sources: Vec<_> =
            parts.iter().flat_map(|part| endings.iter().flat_map(|ending| tree.files(part, ending))).collect();
        let files: Vec<_> = sources.iter().map(|source| (source.path.as_str(), source.text.as_str())).collect();
        Self::of(&files)
    }

    /// Writes a file anew, or takes it away.
    pub(crate) fn put(&self, path: &str, text: Option<&str>) {
        let path = self.directory.path().join(path);
        match text {
            Some(text) => fs::write(path, text).expect("a file"),
            None => fs::remove_file(path).expect("a file that is there"),
        }
    }

    /// As checks read it.
    pub(crate) fn tree(&self) -> Tree {
        Tree::at(self.directory.path().to_owned())
    }
}
