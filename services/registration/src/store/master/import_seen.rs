//! Keys that a running import has met.

use std::collections::HashSet;

use sqlx::PgConnection;
use uuid::Uuid;

/// All of them: for kinds of file whose keys fit into memory.
pub(crate) async fn all(connection: &mut PgConnection, import_id: Uuid) -> Result<HashSet<String>, sqlx::Error> {
    let keys = sqlx::query_scalar!("select key from registration.import_seen where import_id = $1", import_id);
    Ok(keys.fetch_all(connection).await?.into_iter().collect())
}

/// Remembers keys.
///
/// # Errors
/// The database is away, or a key was met before, which the caller has ruled out.
pub(crate) async fn add(connection: &mut PgConnection, import_id: Uuid, keys: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into registration.import_seen (import_id, key) select $1, key from unnest($2::text[]) as key",
        import_id,
        keys
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the keys of an import that has completed.
pub(crate) async fn forget(connection: &mut PgConnection, import_id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from registration.import_seen where import_id = $1", import_id).execute(connection).await?;
    Ok(())
}
