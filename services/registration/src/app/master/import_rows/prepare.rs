//! A chunk from bytes to rows: everything that needs no database, so that it can run beside the merge of the chunk before.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    Chunk, ImportRowsError, MAX_CHUNK,
    intake::{Intake, Listed, Verdict},
};
use crate::{
    domain::master::import::{Layout, PartialLine, Position, lines},
    store::master::imports::ImportRecord,
};

/// Reads the chunks of one import in their order.
pub(super) struct Reader<I> {
    import_id: Uuid,
    file_size: u64,
    offset: u64,
    position: Position,
    layout: Option<Layout>,
    intake: I,
}

/// A chunk, ready to be merged.
pub(super) struct Prepared<B> {
    pub(super) import_id: Uuid,
    /// Where it starts: the import must stand there.
    pub(super) offset: u64,
    /// Where it ends.
    pub(super) next_offset: u64,
    pub(super) next: Position,
    pub(super) columns: Vec<String>,
    pub(super) ends_file: bool,
    pub(super) listed: Listed,
    pub(super) batch: B,
}

impl<I: Intake> Reader<I> {
    /// Goes on where the import stands.
    pub(super) fn new(record: &ImportRecord, intake: I) -> Result<Self, ImportRowsError> {
        let layout = record.columns.as_ref().map(|names| Layout::of(names, I::COLUMNS)).transpose()?;
        Ok(Self {
            import_id: record.import_id,
            file_size: record.file_size.unsigned_abs(),
            offset: record.next_offset.unsigned_abs(),
            position: Position { line: record.next_line.unsigned_abs(), inside_line: record.inside_line },
            layout,
            intake,
        })
    }

    /// Reads the next chunk.
    pub(super) fn read(&mut self, chunk: &Chunk) -> Result<Prepared<I::Batch>, ImportRowsError> {
        let data = chunk.data.as_slice();
        if data.len() > MAX_CHUNK {
            return Err(ImportRowsError::TooLarge);
        }
        let next_offset = self.offset + data.len() as u64;
        if chunk.offset != self.offset || data.is_empty() || next_offset > self.file_size {
            return Err(ImportRowsError::Offset);
        }
        if Sha256::digest(data).as_slice() != chunk.sha256 {
            return Err(ImportRowsError::Checksum);
        }
        let ends_file = next_offset == self.file_size;
        let (lines, next) =
            lines(data, self.position, ends_file).map_err(|PartialLine| ImportRowsError::PartialLine)?;
        let mut lines = lines.as_slice();
        let layout = match &mut self.layout {
            Some(layout) => layout,
            empty => {
                let header = lines.split_off_first().map_or(&b""[..], |line| line.bytes);
                empty.insert(Layout::read(header, I::COLUMNS)?)
            }
        };
        let (mut batch, mut listed) = (I::Batch::default(), Listed::new());
        // Empty lines, mostly the last one of a file, are nothing.
        for line in lines.iter().filter(|line| !line.bytes.is_empty()) {
            let record = layout.record(line.bytes);
            let taken = record.and_then(|record| self.intake.take(line.number, &record, &mut batch));
            match taken {
                Ok(None) => {}
                Ok(Some(doubt)) => drop(listed.insert(line.number, Verdict::Doubted(doubt))),
                Err(problem) => drop(listed.insert(line.number, Verdict::Refused(problem))),
            }
        }
        let columns = layout.names(I::COLUMNS).into_iter().map(str::to_owned).collect();
        let offset = std::mem::replace(&mut self.offset, next_offset);
        self.position = next;
        Ok(Prepared { import_id: self.import_id, offset, next_offset, next, columns, ends_file, listed, batch })
    }
}
