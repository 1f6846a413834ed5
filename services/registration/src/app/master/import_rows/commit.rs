//! One chunk, one transaction.

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
    db::Tx,
};

use super::{
    ImportRowsError,
    intake::{Intake, Listed, Verdict},
    prepare::Prepared,
};
use crate::{
    SCHEMA,
    app::App,
    store::master::{
        import_seen,
        imports::{self, Step},
        refused_rows::{self, RefusedRowRecord},
    },
};

/// Merges a chunk, if the import still stands where the chunk starts.
pub(super) async fn commit<I: Intake>(app: &App, chunk: Prepared<I::Batch>) -> Result<(), ImportRowsError> {
    let (db, app) = (&app.db, app.clone());
    let merge = async move |mut tx: Tx| {
        let Prepared { import_id, offset, next_offset, next, columns, ends_file, mut listed, batch } = chunk;
        imports::take_turn(&mut tx).await?;
        if imports::lock_offset(&mut tx, import_id).await?.unsigned_abs() != offset {
            return Err(ImportRowsError::Offset);
        }
        let merged = I::merge(&app, &mut tx, import_id, batch).await?;
        listed.extend(merged.refused.into_iter().map(|(line, problem)| (line, Verdict::Refused(problem))));
        let rows = records(&listed);
        refused_rows::add(&mut tx, import_id, &rows).await?;
        let refused = rows.iter().filter(|row| !row.kept).count();
        let step = Step {
            next_offset: i64::try_from(next_offset).map_err(anyhow::Error::from)?,
            next,
            columns,
            accepted: merged.accepted,
            refused: i64::try_from(refused).map_err(anyhow::Error::from)?,
        };
        let now = app.clock.now();
        imports::advance(&mut tx, import_id, &step, now).await?;
        if ends_file {
            import_seen::forget(&mut tx, import_id).await?;
            let actor = "service:registration";
            let entry = Entry { actor, action: "complete_import", subject_id: Some(import_id), details: () };
            audit::append(&mut tx, SCHEMA, new_id(&app.clock), now, &entry).await?;
        }
        Ok(())
    };
    db.write("import_rows", merge).await
}

fn records(listed: &Listed) -> Vec<RefusedRowRecord> {
    let record = |(line, verdict): (&u64, &Verdict)| {
        let (column, code, kept) = match verdict {
            Verdict::Refused(problem) => (problem.column, problem.code, false),
            Verdict::Doubted(doubt) => (doubt.column, doubt.code, true),
        };
        RefusedRowRecord {
            line: i64::try_from(*line).unwrap_or(i64::MAX),
            column_name: column.to_owned(),
            reason_code: code.to_owned(),
            kept,
        }
    };
    listed.iter().map(record).collect()
}
