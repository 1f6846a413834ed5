//! Regional offices.

use std::collections::HashSet;

use chassis::db::Tx;
use uuid::Uuid;

use super::{
    ImportRowsError,
    intake::{Intake, Merged},
};
use crate::{
    app::App,
    domain::master::import::{Doubt, KANREG_COLUMNS, KanregRow, Record, RowProblem},
    store::master::{import_seen, organisation},
};

pub(super) struct Kanreg {
    seen: HashSet<String>,
}

impl Intake for Kanreg {
    const COLUMNS: &'static [&'static str] = &KANREG_COLUMNS;
    type Batch = Vec<KanregRow>;

    async fn load(app: &App, import_id: Uuid) -> Result<Self, ImportRowsError> {
        let mut connection = app.db.read().await?;
        Ok(Self { seen: import_seen::all(&mut connection, import_id).await? })
    }

    fn take(&mut self, _: u64, record: &Record<'_>, batch: &mut Self::Batch) -> Result<Option<Doubt>, RowProblem> {
        let row = KanregRow::parse(record)?;
        if !self.seen.insert(row.code.to_string()) {
            return Err(RowProblem::CODE_DUPLICATE);
        }
        batch.push(row);
        Ok(None)
    }

    async fn merge(_: &App, tx: &mut Tx, import_id: Uuid, batch: Self::Batch) -> Result<Merged, ImportRowsError> {
        let keys: Vec<String> = batch.iter().map(|row| row.code.to_string()).collect();
        import_seen::add(tx, import_id, &keys).await?;
        organisation::put_kanreg(tx, &batch).await?;
        Ok(Merged { accepted: batch.len() as i64, refused: Vec::new() })
    }
}
