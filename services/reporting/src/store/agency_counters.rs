//! How many events each agency was told.

use kernel::AgencyCode;
use sqlx::PgConnection;

/// The agency's next number; its row stays locked until the transaction ends, so that numbers are told in their order.
///
/// # Errors
/// The database is away.
pub async fn next(connection: &mut PgConnection, agency: &AgencyCode) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into reporting.fact_agency_counters as c (agency_code, newest_seq) values ($1, 1)
         on conflict (agency_code) do update set newest_seq = c.newest_seq + 1
         returning newest_seq",
        agency.as_str()
    )
    .fetch_one(connection)
    .await
}

/// The number of the agency's newest event; 0 before the first.
///
/// # Errors
/// The database is away.
pub async fn newest(connection: &mut PgConnection, agency: &AgencyCode) -> Result<i64, sqlx::Error> {
    let newest = sqlx::query_scalar!(
        "select newest_seq from reporting.fact_agency_counters where agency_code = $1",
        agency.as_str()
    );
    Ok(newest.fetch_optional(connection).await?.unwrap_or(0))
}
