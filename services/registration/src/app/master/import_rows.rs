//! Takes a file in, chunk by chunk. Each chunk is one transaction: rows, refusals, events and how far the import is. Killed
//! anywhere, it goes on at the last chunk that was committed, and nothing is doubled.
//!
//! While one chunk is being merged by the database, the next is being read and sealed here: two cores, two chunks in memory.

mod agencies;
mod commit;
mod employees;
mod intake;
mod kanreg;
mod prepare;
mod reference;
mod units;

use futures::{Stream, StreamExt as _};
use kernel::ImportId;
use tonic::Status;

use self::{
    agencies::Agencies,
    commit::commit,
    employees::Employees,
    intake::Intake,
    kanreg::Kanreg,
    prepare::{Prepared, Reader},
    reference::Reference,
    units::Units,
};
use super::open_import::Progress;
use crate::{
    app::App,
    domain::master::import::{HeaderProblem, Kind},
    store::master::imports::{self, ImportRecord},
};

/// The largest chunk, in bytes.
pub(crate) const MAX_CHUNK: usize = 1 << 20;

/// A piece of a file.
pub(crate) struct Chunk {
    /// Where in the file it starts.
    pub(crate) offset: u64,
    /// Whole lines.
    pub(crate) data: Vec<u8>,
    /// Its checksum.
    pub(crate) sha256: Vec<u8>,
}

/// Why an import stops. What was committed before stays.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportRowsError {
    /// No such import.
    #[error("no such import")]
    NotFound,
    /// Not the next piece of the file, or beyond its end.
    #[error("not the next chunk")]
    Offset,
    /// The data is not what was sent.
    #[error("checksum differs")]
    Checksum,
    /// More than [`MAX_CHUNK`].
    #[error("too large")]
    TooLarge,
    /// Cut within a line.
    #[error("not whole lines")]
    PartialLine,
    /// The first line does not fit the kind.
    #[error(transparent)]
    Header(#[from] HeaderProblem),
    /// The sender went away.
    #[error("the stream broke off")]
    BrokenOff(Status),
    /// The database is away, or worse.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<sqlx::Error> for ImportRowsError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

impl App {
    /// Takes chunks in until their stream ends; says how far the import is then.
    pub(crate) async fn import_rows(
        &self,
        import_id: ImportId,
        chunks: impl Stream<Item = Result<Chunk, Status>> + Send + Unpin,
    ) -> Result<Progress, ImportRowsError> {
        let record = self.import(import_id).await?;
        let kind = Kind::parse(&record.kind).ok_or_else(|| anyhow::anyhow!("an import of kind {}", record.kind))?;
        match kind {
            Kind::Kanreg => self.take_in::<Kanreg>(&record, chunks).await,
            Kind::Agencies => self.take_in::<Agencies>(&record, chunks).await,
            Kind::Units => self.take_in::<Units>(&record, chunks).await,
            Kind::Employees => self.take_in::<Employees>(&record, chunks).await,
            Kind::Reference => self.take_in::<Reference>(&record, chunks).await,
        }?;
        Ok(Progress::from(&self.import(import_id).await?))
    }

    async fn import(&self, import_id: ImportId) -> Result<ImportRecord, ImportRowsError> {
        let mut connection = self.db.read().await?;
        imports::find(&mut connection, import_id.as_uuid()).await?.ok_or(ImportRowsError::NotFound)
    }

    async fn take_in<I: Intake>(
        &self,
        record: &ImportRecord,
        chunks: impl Stream<Item = Result<Chunk, Status>> + Send + Unpin,
    ) -> Result<(), ImportRowsError> {
        let intake = I::load(self, record.import_id).await?;
        let reader = Reader::new(record, intake)?;
        self.pump(reader, chunks).await
    }

    async fn pump<I: Intake>(
        &self,
        mut reader: Reader<I>,
        mut chunks: impl Stream<Item = Result<Chunk, Status>> + Send + Unpin,
    ) -> Result<(), ImportRowsError> {
        let mut prepared = None;
        loop {
            let merging = async {
                match prepared {
                    Some(chunk) => commit::<I>(self, chunk).await,
                    None => Ok(()),
                }
            };
            // The merge is waited for also when the next chunk is refused, so that whoever asks then is told how far the import
            // really is.
            let (merged, next) = tokio::join!(merging, read_next(reader, &mut chunks));
            let next = next?;
            merged?;
            let Some((back, chunk)) = next else { return Ok(()) };
            (reader, prepared) = (back, Some(chunk));
        }
    }
}

/// The next chunk of the stream, checked and sealed; `None` at its end.
async fn read_next<I: Intake>(
    mut reader: Reader<I>,
    chunks: &mut (impl Stream<Item = Result<Chunk, Status>> + Send + Unpin),
) -> Result<Option<(Reader<I>, Prepared<I::Batch>)>, ImportRowsError> {
    let Some(chunk) = chunks.next().await else { return Ok(None) };
    let chunk = chunk.map_err(ImportRowsError::BrokenOff)?;
    let reading = tokio::task::spawn_blocking(move || {
        let prepared = reader.read(&chunk);
        (reader, prepared)
    });
    let (reader, prepared) = reading.await.map_err(anyhow::Error::from)?;
    Ok(Some((reader, prepared?)))
}
