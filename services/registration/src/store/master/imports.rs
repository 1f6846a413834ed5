//! Files being taken in and how far.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::master::import::Position;

/// One import.
#[derive(Clone, Debug)]
pub(crate) struct ImportRecord {
    /// Its id.
    pub(crate) import_id: Uuid,
    /// Name of the kind.
    pub(crate) kind: String,
    /// Bytes of the whole file.
    pub(crate) file_size: i64,
    /// The header's names, once read.
    pub(crate) columns: Option<Vec<String>>,
    /// How far it is.
    pub(crate) next_offset: i64,
    /// Line there.
    pub(crate) next_line: i64,
    /// Whether that line has been refused already.
    pub(crate) inside_line: bool,
    pub(crate) accepted_rows: i64,
    pub(crate) refused_rows: i64,
}

/// What a chunk adds.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Where it ends.
    pub(crate) next_offset: i64,
    /// The same in lines.
    pub(crate) next: Position,
    /// The header's names.
    pub(crate) columns: Vec<String>,
    pub(crate) accepted: i64,
    pub(crate) refused: i64,
}

/// Opens an import unless the same file has one.
pub(crate) async fn open(
    connection: &mut PgConnection,
    import_id: Uuid,
    kind: &str,
    (file_sha256, file_size): (&[u8], i64),
    opened_by: &str,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let opened = sqlx::query!(
        "insert into registration.imports (import_id, kind, file_sha256, file_size, opened_by, opened_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (kind, file_sha256) do nothing",
        import_id,
        kind,
        file_sha256,
        file_size,
        opened_by,
        now
    );
    Ok(opened.execute(connection).await?.rows_affected() == 1)
}

/// The import of a file.
pub(crate) async fn find_by_file(
    connection: &mut PgConnection,
    kind: &str,
    file_sha256: &[u8],
) -> Result<Option<ImportRecord>, sqlx::Error> {
    sqlx::query_as!(
        ImportRecord,
        "select import_id, kind, file_size, columns, next_offset, next_line, inside_line, accepted_rows, refused_rows
         from registration.imports where kind = $1 and file_sha256 = $2",
        kind,
        file_sha256
    )
    .fetch_optional(connection)
    .await
}

/// An import by id.
pub(crate) async fn find(connection: &mut PgConnection, import_id: Uuid) -> Result<Option<ImportRecord>, sqlx::Error> {
    sqlx::query_as!(
        ImportRecord,
        "select import_id, kind, file_size, columns, next_offset, next_line, inside_line, accepted_rows, refused_rows
         from registration.imports where import_id = $1",
        import_id
    )
    .fetch_optional(connection)
    .await
}

/// Makes this transaction the only one that takes rows in, whatever the import: no NIP can appear between look and write.
///
/// # Errors
/// Another one does not finish within the lock timeout, or the database is away.
pub(crate) async fn take_turn(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('registration.imports', 0))")
        .execute(connection)
        .await?;
    Ok(())
}

/// How far an import is, locked until the transaction ends.
pub(crate) async fn lock_offset(connection: &mut PgConnection, import_id: Uuid) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!("select next_offset from registration.imports where import_id = $1 for update", import_id)
        .fetch_one(connection)
        .await
}

/// Moves an import on; it completes when it reaches the end of the file.
pub(crate) async fn advance(
    connection: &mut PgConnection,
    import_id: Uuid,
    step: &Step,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update registration.imports
         set next_offset = $2, next_line = $3, inside_line = $4, columns = $5, accepted_rows = accepted_rows + $6,
             refused_rows = refused_rows + $7, completed_at = case when $2 = file_size then $8::timestamptz end
         where import_id = $1",
        import_id,
        step.next_offset,
        i64::try_from(step.next.line).unwrap_or(i64::MAX),
        step.next.inside_line,
        &step.columns,
        step.accepted,
        step.refused,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}
