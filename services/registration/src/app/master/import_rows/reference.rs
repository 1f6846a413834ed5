//! Values of reference tables.

use std::collections::HashSet;

use chassis::db::Tx;
use uuid::Uuid;

use super::{
    ImportRowsError,
    intake::{Intake, Merged},
};
use crate::{
    app::App,
    domain::{
        master::import::{Doubt, REFERENCE_COLUMNS, Record, RowProblem},
        reference::ReferenceRow,
    },
    store::{master::import_seen, reference::reference_values},
};

pub(super) struct Reference {
    seen: HashSet<String>,
}

impl Intake for Reference {
    const COLUMNS: &'static [&'static str] = &REFERENCE_COLUMNS;
    type Batch = Vec<ReferenceRow>;

    async fn load(app: &App, import_id: Uuid) -> Result<Self, ImportRowsError> {
        let mut connection = app.db.read().await?;
        Ok(Self { seen: import_seen::all(&mut connection, import_id).await? })
    }

    fn take(&mut self, _: u64, record: &Record<'_>, batch: &mut Self::Batch) -> Result<Option<Doubt>, RowProblem> {
        let row = ReferenceRow::parse(record)?;
        if !self.seen.insert(key(&row)) {
            return Err(RowProblem::CODE_DUPLICATE);
        }
        batch.push(row);
        Ok(None)
    }

    async fn merge(_: &App, tx: &mut Tx, import_id: Uuid, batch: Self::Batch) -> Result<Merged, ImportRowsError> {
        let keys: Vec<String> = batch.iter().map(key).collect();
        import_seen::add(tx, import_id, &keys).await?;
        reference_values::put(tx, &batch).await?;
        Ok(Merged { accepted: batch.len() as i64, refused: Vec::new() })
    }
}

/// A code stands for one value in each table.
fn key(row: &ReferenceRow) -> String {
    format!("{}/{}", row.table, row.code)
}
