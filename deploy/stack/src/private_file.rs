//! Files only their owner may read.

use std::fs::{OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use anyhow::{Context, Result};

/// Writes `content` with mode 0600, in one step: a reader sees the old file or the new one, never half of it.
pub(crate) fn write(path: &Path, content: &[u8]) -> Result<()> {
    let half = path.with_added_extension("new");
    let written = (|| {
        // `mode` below counts only for a file that is created here.
        let _ = std::fs::remove_file(&half);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?;
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(&half, path)
    })();
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Makes a directory (and those above it) that only its owner may enter.
pub(crate) fn directory(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path)
        .and_then(|()| std::fs::set_permissions(path, Permissions::from_mode(0o700)))
        .with_context(|| format!("cannot make the directory {}", path.display()))
}
