//! A file as chunks of whole lines, each with offset and checksum.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    path::Path,
};

use sha2::{Digest as _, Sha256};

/// Bytes of a chunk, about.
pub(crate) const CHUNK: usize = 512 * 1024;

/// Checksum and size of a file.
pub(crate) struct FileFacts {
    pub(crate) sha256: Vec<u8>,
    pub(crate) size: u64,
}

/// One chunk.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) offset: u64,
    pub(crate) data: Vec<u8>,
    pub(crate) sha256: Vec<u8>,
}

/// Reads a file once to its end.
pub(crate) fn facts(path: &Path) -> std::io::Result<FileFacts> {
    let mut file = File::open(path)?;
    let (mut hash, mut size, mut block) = (Sha256::new(), 0, vec![0; CHUNK]);
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok(FileFacts { sha256: hash.finalize().to_vec(), size });
        }
        hash.update(&block[..read]);
        size += read as u64;
    }
}

/// The chunks from an offset on. The same offset gives the same chunks.
pub(crate) struct Chunks {
    file: File,
    offset: u64,
    /// Read, and not yet given out.
    rest: Vec<u8>,
}

impl Chunks {
    pub(crate) fn open(path: &Path, offset: u64) -> std::io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(offset))?;
        Ok(Self { file, offset, rest: Vec::with_capacity(CHUNK) })
    }

    fn next_chunk(&mut self) -> std::io::Result<Option<Chunk>> {
        let wanted = CHUNK - self.rest.len();
        let read = (&mut self.file).take(wanted as u64).read_to_end(&mut self.rest)?;
        if self.rest.is_empty() {
            return Ok(None);
        }
        let ends_file = read < wanted;
        // A line longer than a chunk goes out in pieces: the service refuses that line, and only that.
        let line_end = self.rest.iter().rposition(|byte| *byte == b'\n').map(|line_feed| line_feed + 1);
        let cut = line_end.filter(|_| !ends_file).unwrap_or(self.rest.len());
        let mut rest = Vec::with_capacity(CHUNK);
        rest.extend_from_slice(&self.rest[cut..]);
        self.rest.truncate(cut);
        let data = std::mem::replace(&mut self.rest, rest);
        let chunk = Chunk { offset: self.offset, sha256: Sha256::digest(&data).to_vec(), data };
        self.offset += chunk.data.len() as u64;
        Ok(Some(chunk))
    }
}

impl Iterator for Chunks {
    type Item = std::io::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_chunk().transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn file(content: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        file
    }

    fn chunks(path: &Path, offset: u64) -> Vec<Chunk> {
        Chunks::open(path, offset).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn chunks_are_whole_lines_and_together_the_file() {
        let content: Vec<u8> = (0..100_000).flat_map(|line| format!("{line},some text\n").into_bytes()).collect();
        let file = file(&content);
        let all = chunks(file.path(), 0);
        assert!(all.len() > 2);
        assert!(all.iter().all(|chunk| chunk.data.ends_with(b"\n") && chunk.data.len() <= CHUNK));
        assert_eq!(all.iter().flat_map(|chunk| chunk.data.clone()).collect::<Vec<_>>(), content);
        assert_eq!(facts(file.path()).unwrap().size, content.len() as u64);
        // Going on at a chunk's start gives the chunks that would have come.
        assert_eq!(chunks(file.path(), all[1].offset), all[1..]);
    }

    #[test]
    fn a_line_longer_than_a_chunk_goes_out_in_pieces() {
        let mut content = b"header\n".to_vec();
        content.resize(content.len() + 2 * CHUNK, b'x');
        content.extend_from_slice(b"\ngood\nlast");
        let sizes: Vec<usize> = chunks(file(&content).path(), 0).iter().map(|chunk| chunk.data.len()).collect();
        assert_eq!(sizes, [7, CHUNK, CHUNK, 10]);
    }
}
