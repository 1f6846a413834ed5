//! Rows that an import refused, or kept with a doubt.

use sqlx::PgConnection;
use uuid::Uuid;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RefusedRowRecord {
    /// Line in the file.
    pub(crate) line: i64,
    /// Column; empty for the row as a whole.
    pub(crate) column_name: String,
    /// Rule.
    pub(crate) reason_code: String,
    /// Kept all the same.
    pub(crate) kept: bool,
}

/// Lists rows; a line is listed once.
pub(crate) async fn add(
    connection: &mut PgConnection,
    import_id: Uuid,
    rows: &[RefusedRowRecord],
) -> Result<(), sqlx::Error> {
    let lines: Vec<i64> = rows.iter().map(|row| row.line).collect();
    let columns: Vec<String> = rows.iter().map(|row| row.column_name.clone()).collect();
    let codes: Vec<String> = rows.iter().map(|row| row.reason_code.clone()).collect();
    let kept: Vec<bool> = rows.iter().map(|row| row.kept).collect();
    sqlx::query!(
        "insert into registration.import_refused_rows (import_id, line, column_name, reason_code, kept)
         select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::boolean[])",
        import_id,
        &lines,
        &columns,
        &codes,
        &kept
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A page, by line.
pub(crate) async fn page(
    connection: &mut PgConnection,
    import_id: Uuid,
    after_line: i64,
    limit: i64,
) -> Result<Vec<RefusedRowRecord>, sqlx::Error> {
    sqlx::query_as!(
        RefusedRowRecord,
        "select line, column_name, reason_code, kept from registration.import_refused_rows
         where import_id = $1 and line > $2 order by line limit $3",
        import_id,
        after_line,
        limit
    )
    .fetch_all(connection)
    .await
}
