//! How many events each agency was told.

use std::collections::{BTreeMap, HashMap};

use kernel::AgencyCode;
use sqlx::PgConnection;

/// Draws so many numbers for each agency: the first of them, by code. The rows stay locked until the transaction ends, so that
/// numbers are told in their order, and were locked in the order of the codes.
pub(crate) async fn draw(
    connection: &mut PgConnection,
    counts: &BTreeMap<AgencyCode, i64>,
) -> Result<HashMap<String, i64>, sqlx::Error> {
    let codes: Vec<String> = counts.keys().map(ToString::to_string).collect();
    let wanted: Vec<i64> = counts.values().copied().collect();
    let rows = sqlx::query!(
        "insert into reporting.fact_agency_counters as c (agency_code, newest_seq)
         select r.code, r.wanted from unnest($1::text[], $2::bigint[]) as r (code, wanted) order by r.code
         on conflict (agency_code) do update set newest_seq = c.newest_seq + excluded.newest_seq
         returning agency_code, newest_seq",
        &codes,
        &wanted
    );
    let rows = rows.fetch_all(connection).await?;
    let drawn = codes.iter().zip(wanted).collect::<HashMap<_, _>>();
    let first = |code: &String, newest: i64| newest + 1 - drawn.get(code).copied().unwrap_or_default();
    Ok(rows.into_iter().map(|row| (row.agency_code.clone(), first(&row.agency_code, row.newest_seq))).collect())
}

/// The number of the agency's newest event; 0 before the first.
pub(crate) async fn newest(connection: &mut PgConnection, agency: &AgencyCode) -> Result<i64, sqlx::Error> {
    let newest = sqlx::query_scalar!(
        "select newest_seq from reporting.fact_agency_counters where agency_code = $1",
        agency.as_str()
    );
    Ok(newest.fetch_optional(connection).await?.unwrap_or(0))
}
