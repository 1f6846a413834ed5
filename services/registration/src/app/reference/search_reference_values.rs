//! Type-ahead in a reference table.

use thiserror::Error;

use crate::{
    app::App,
    domain::reference::TABLES,
    store::reference::reference_values::{self, ReferenceValue, Search},
};

/// Why nothing is found.
#[derive(Debug, Error)]
pub(crate) enum SearchReferenceError {
    /// No such table.
    #[error("no such reference table")]
    TableUnknown,
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl From<sqlx::Error> for SearchReferenceError {
    fn from(error: sqlx::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl App {
    /// Active values whose label begins like the query, then whose code does, then those with a word that does.
    pub(crate) async fn search_reference_values(
        &self,
        search: &Search,
    ) -> Result<Vec<ReferenceValue>, SearchReferenceError> {
        if !TABLES.contains(&search.table.as_str()) {
            return Err(SearchReferenceError::TableUnknown);
        }
        let mut connection = self.db.read().await?;
        Ok(reference_values::search(&mut connection, search).await?)
    }
}
