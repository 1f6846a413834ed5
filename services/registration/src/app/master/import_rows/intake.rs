//! What the kinds of file have in common.

use std::{collections::BTreeMap, future::Future};

use chassis::db::Tx;
use uuid::Uuid;

use super::ImportRowsError;
use crate::{
    app::App,
    domain::master::import::{Doubt, Record, RowProblem},
};

/// How many things one event tells of at most.
pub(super) const EVENT_SIZE: usize = 500;

/// Reads rows of one kind and keeps them.
pub(super) trait Intake: Send + Sized + 'static {
    /// Its columns.
    const COLUMNS: &'static [&'static str];
    /// The good rows of one chunk.
    type Batch: Default + Send + 'static;

    /// Starts with what rows are checked against, as it is now.
    fn load(app: &App, import_id: Uuid) -> impl Future<Output = Result<Self, ImportRowsError>> + Send;

    /// Checks a row and adds it to the batch; what it comes with is a doubt.
    ///
    /// # Errors
    /// The row is not kept.
    fn take(&mut self, line: u64, record: &Record<'_>, batch: &mut Self::Batch) -> Result<Option<Doubt>, RowProblem>;

    /// Merges a batch in the chunk's transaction, and tells what changed.
    fn merge(
        app: &App,
        tx: &mut Tx,
        import_id: Uuid,
        batch: Self::Batch,
    ) -> impl Future<Output = Result<Merged, ImportRowsError>> + Send;
}

/// What became of a batch.
pub(super) struct Merged {
    pub(super) accepted: i64,
    /// Rows that only the database could refuse, by line.
    pub(super) refused: Vec<(u64, RowProblem)>,
}

/// Rows to list, by line: a line is listed once, and a refusal goes before a doubt.
pub(super) type Listed = BTreeMap<u64, Verdict>;

/// What is said of a listed row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Verdict {
    /// Not kept.
    Refused(RowProblem),
    /// Kept.
    Doubted(Doubt),
}
