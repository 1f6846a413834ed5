//! A file, chunk by chunk.

use chassis::{
    ambient::new_id,
    audit::{self, Entry},
};
use futures::{Stream, stream};
use kernel::{ExportId, Person};
use serde_json::json;
use thiserror::Error;

use super::App;
use crate::{
    SCHEMA,
    domain::export::State,
    store::{export_chunks, exports::Export},
};

/// Why there is nothing to read.
#[derive(Debug, Error)]
pub(crate) enum ReadExportError {
    /// No such file of this person's.
    #[error("no such export")]
    NotFound,
    /// It is not written yet.
    #[error("not ready")]
    NotReady,
    /// It could not be written.
    #[error("failed")]
    Failed,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// Unexpected.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl App {
    /// The bytes of a person's own file, in order; a chunk is loaded when the one before has been taken.
    ///
    /// # Errors
    /// See [`ReadExportError`]; so for each chunk: a file may expire while it is read.
    pub(crate) async fn read_export(
        &self,
        person: &Person,
        export_id: ExportId,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, ReadExportError>> + Send + 'static + use<>, ReadExportError> {
        let export = self.get_export(person, export_id).await?.ok_or(ReadExportError::NotFound)?;
        // What was never finished in time has failed, and is told so.
        let expired = export.expires_at <= self.clock.now();
        match export.state {
            State::Ready if expired => return Err(ReadExportError::Expired),
            State::Ready => {}
            State::Failed => return Err(ReadExportError::Failed),
            State::Waiting | State::Running => return Err(ReadExportError::NotReady),
        }
        self.note_reading(person, &export).await?;
        let app = self.clone();
        Ok(stream::try_unfold(0, move |number| {
            let (app, export) = (app.clone(), export.clone());
            async move {
                if number >= export.chunks {
                    return Ok(None);
                }
                let data = app.chunk(&export, number).await?.ok_or(ReadExportError::Expired)?;
                Ok(Some((data, number + 1)))
            }
        }))
    }

    async fn chunk(&self, export: &Export, number: i32) -> anyhow::Result<Option<Vec<u8>>> {
        Ok(export_chunks::read(&mut *self.db.read().await?, export.export_id, number).await?)
    }

    async fn note_reading(&self, person: &Person, export: &Export) -> anyhow::Result<()> {
        let (app, actor) = (self.clone(), format!("person:{}", person.person_id));
        let (subject_id, details) = (Some(export.export_id), json!({ "rows": export.rows, "bytes": export.bytes }));
        self.db
            .write("read_export", async move |mut tx| {
                let entry = Entry { actor: &actor, action: "read_export", subject_id, details };
                audit::append(&mut tx, SCHEMA, new_id(&app.clock), app.clock.now(), &entry).await
            })
            .await
    }
}
