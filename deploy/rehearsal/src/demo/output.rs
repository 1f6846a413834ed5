//! Files that know their own checksum.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::csv_line::write_line;

/// What has been gathered before it is written.
const BLOCK: usize = 1 << 16;

/// A CSV file being written.
pub(super) struct CsvFile {
    name: &'static str,
    file: File,
    block: String,
    hash: Sha256,
    bytes: u64,
    lines: u64,
}

/// What the manifest says of a file.
#[derive(Debug, Serialize)]
pub(crate) struct FileFacts {
    /// Name within the directory.
    pub(crate) name: &'static str,
    /// Size.
    pub(crate) bytes: u64,
    /// Lines below the header.
    pub(crate) rows: u64,
    /// SHA-256, hexadecimal.
    pub(crate) sha256: String,
}

impl CsvFile {
    /// Starts the file with its header.
    pub(super) fn create<'a>(
        out: &Path,
        name: &'static str,
        header: impl IntoIterator<Item = &'a str>,
    ) -> std::io::Result<Self> {
        let file = File::create(out.join(name))?;
        let block = String::with_capacity(2 * BLOCK);
        let mut file = Self { name, file, block, hash: Sha256::new(), bytes: 0, lines: 0 };
        file.row(header)?;
        Ok(file)
    }

    /// Writes a row.
    pub(super) fn row<'a>(&mut self, fields: impl IntoIterator<Item = &'a str>) -> std::io::Result<u64> {
        self.line(|line| write_line(line, fields))
    }

    /// Writes the line that the function appends; says its number, the header being line 1.
    pub(super) fn line(&mut self, append: impl FnOnce(&mut String)) -> std::io::Result<u64> {
        append(&mut self.block);
        self.lines += 1;
        if self.block.len() >= BLOCK {
            self.flush()?;
        }
        Ok(self.lines)
    }

    /// Rows so far, without the header.
    pub(super) fn rows(&self) -> u64 {
        self.lines - 1
    }

    /// Writes what is left and says what was written.
    pub(super) fn finish(mut self) -> std::io::Result<FileFacts> {
        self.flush()?;
        self.file.sync_all()?;
        let rows = self.rows();
        let sha256 = self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(FileFacts { name: self.name, bytes: self.bytes, rows, sha256 })
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.write_all(self.block.as_bytes())?;
        self.hash.update(self.block.as_bytes());
        self.bytes += self.block.len() as u64;
        self.block.clear();
        Ok(())
    }
}
