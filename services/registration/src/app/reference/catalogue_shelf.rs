//! The catalogue as it has been read: a version never changes, and every save of a field needs one.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use sqlx::PgConnection;

use crate::{domain::reference::field::Field, store::reference::catalogue};

/// Versions by number; there are a handful. Cloning shares them.
#[derive(Clone, Default)]
pub(crate) struct CatalogueShelf(Arc<RwLock<BTreeMap<i32, Arc<[Field]>>>>);

impl CatalogueShelf {
    /// The fields of a version, in its order.
    ///
    /// # Errors
    /// It is not there yet and the database is away.
    pub(crate) async fn fields(&self, connection: &mut PgConnection, version: i32) -> anyhow::Result<Arc<[Field]>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&version).cloned();
        if let Some(fields) = known {
            return Ok(fields);
        }
        let fields: Arc<[Field]> = catalogue::fields(connection, version).await?.into();
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(version, fields.clone());
        Ok(fields)
    }
}

impl fmt::Debug for CatalogueShelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CatalogueShelf").finish_non_exhaustive()
    }
}
