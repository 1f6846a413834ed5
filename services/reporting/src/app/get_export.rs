//! How far a file is.

use kernel::{ExportId, Person};

use super::App;
use crate::store::exports::{self, Export};

impl App {
    /// A person's own file; `None` for anybody else's and for none.
    pub(crate) async fn get_export(&self, person: &Person, export_id: ExportId) -> anyhow::Result<Option<Export>> {
        let mut connection = self.db.read().await?;
        Ok(exports::find(&mut connection, person.person_id.as_uuid(), export_id.as_uuid()).await?)
    }
}
