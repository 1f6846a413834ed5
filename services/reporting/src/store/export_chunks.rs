//! The bytes of files, and whose data they are.

use sqlx::PgConnection;
use uuid::Uuid;

/// The largest chunk.
pub(crate) const CHUNK: usize = 256 * 1024;

/// Keeps bytes as the next chunks; how many it were.
pub(crate) async fn add(
    connection: &mut PgConnection,
    export_id: Uuid,
    first: i32,
    bytes: &[u8],
) -> Result<i32, sqlx::Error> {
    let mut number = first;
    for data in bytes.chunks(CHUNK) {
        sqlx::query!(
            "insert into reporting.fact_export_chunks (export_id, number, data) values ($1, $2, $3)",
            export_id,
            number,
            data
        )
        .execute(&mut *connection)
        .await?;
        number += 1;
    }
    Ok(number - first)
}

/// One chunk.
pub(crate) async fn read(
    connection: &mut PgConnection,
    export_id: Uuid,
    number: i32,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select data from reporting.fact_export_chunks where export_id = $1 and number = $2",
        export_id,
        number
    )
    .fetch_optional(connection)
    .await
}

/// Deletes at most `limit` chunks of a file; how many it were.
pub(crate) async fn delete_some(
    connection: &mut PgConnection,
    export_id: Uuid,
    limit: i64,
) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "delete from reporting.fact_export_chunks where export_id = $1 and number in (
             select number from reporting.fact_export_chunks where export_id = $1 order by number limit $2)",
        export_id,
        limit
    );
    Ok(deleted.execute(connection).await?.rows_affected())
}

/// Remembers whose data are in the file.
pub(crate) async fn add_people(
    connection: &mut PgConnection,
    export_id: Uuid,
    people: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reporting.fact_export_people (export_id, employee_id)
         select $1, r.* from unnest($2::uuid[]) as r on conflict do nothing",
        export_id,
        people
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many people's data are in the file.
pub(crate) async fn count_people(connection: &mut PgConnection, export_id: Uuid) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from reporting.fact_export_people where export_id = $1"#,
        export_id
    )
    .fetch_one(connection)
    .await
}
