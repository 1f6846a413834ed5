//! The refused rows of an import.

use kernel::ImportId;

use crate::{
    app::App,
    store::master::{
        imports,
        refused_rows::{self, RefusedRowRecord},
    },
};

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ListRefusedRowsError {
    /// No such import.
    #[error("no such import")]
    NotFound,
    /// The database is away.
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

impl From<sqlx::Error> for ListRefusedRowsError {
    fn from(error: sqlx::Error) -> Self {
        Self::Unexpected(error.into())
    }
}

impl App {
    /// A page of refused and doubted rows, by line.
    pub(crate) async fn list_refused_rows(
        &self,
        import_id: ImportId,
        after_line: u64,
        limit: u32,
    ) -> Result<Vec<RefusedRowRecord>, ListRefusedRowsError> {
        let mut connection = self.db.read().await?;
        if imports::find(&mut connection, import_id.as_uuid()).await?.is_none() {
            return Err(ListRefusedRowsError::NotFound);
        }
        let after_line = i64::try_from(after_line).unwrap_or(i64::MAX);
        Ok(refused_rows::page(&mut connection, import_id.as_uuid(), after_line, limit.into()).await?)
    }
}
