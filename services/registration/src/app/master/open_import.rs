//! Opens an import, or finds how far the same file is.

use chassis::{
    ambient::new_id,
    audit::{self, Entry, actor},
    db::Tx,
};
use kernel::{Caller, ImportId};

use crate::{
    SCHEMA,
    app::App,
    domain::master::import::Kind,
    store::master::imports::{self, ImportRecord},
};

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The import.
    pub(crate) import_id: ImportId,
    /// Byte offset of the next chunk.
    pub(crate) next_offset: u64,
    /// Line there.
    pub(crate) next_line: u64,
    pub(crate) accepted_rows: u64,
    pub(crate) refused_rows: u64,
}

/// A file as its sender describes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileFacts {
    /// What it holds.
    pub(crate) kind: Kind,
    /// Which file it is.
    pub(crate) sha256: [u8; 32],
    /// Bytes, at least 1.
    pub(crate) size: i64,
}

impl App {
    /// Opens an import; the same kind and checksum find the one that there is.
    pub(crate) async fn open_import(&self, caller: &Caller, file: FileFacts) -> anyhow::Result<Progress> {
        let app = self.clone();
        let actor = actor(caller);
        let open = async move |mut tx: Tx| {
            let (import_id, now, kind) = (new_id(&app.clock), app.clock.now(), file.kind.as_str());
            if imports::open(&mut tx, import_id, kind, (&file.sha256, file.size), &actor, now).await? {
                let details = serde_json::json!({ "kind": kind, "file_size": file.size });
                let entry = Entry { actor: &actor, action: "open_import", subject_id: Some(import_id), details };
                audit::append(&mut tx, SCHEMA, new_id(&app.clock), now, &entry).await?;
            }
            let record = imports::find_by_file(&mut tx, kind, &file.sha256).await?;
            Ok(Progress::from(&record.ok_or_else(|| anyhow::anyhow!("an import vanished"))?))
        };
        self.db.write("open_import", open).await
    }
}

impl From<&ImportRecord> for Progress {
    fn from(record: &ImportRecord) -> Self {
        Self {
            import_id: record.import_id.into(),
            next_offset: record.next_offset.unsigned_abs(),
            next_line: record.next_line.unsigned_abs(),
            accepted_rows: record.accepted_rows.unsigned_abs(),
            refused_rows: record.refused_rows.unsigned_abs(),
        }
    }
}
