//! All tables of a generation at once: compared, and deleted.

use sqlx::{AssertSqlSafe, PgConnection, Postgres, pool::PoolConnection};

/// A projection and its columns but the generation.
pub(crate) const VIEWS: [(&str, &str); 8] = [
    ("view_employees", "employee_id, nip, agency_code, unit_code, active, version"),
    ("view_agencies", "code, name, central, kanreg_code, version"),
    ("view_org_units", "code, agency_code, parent_code, name, level_1, version"),
    ("view_org_unit_closure", "ancestor_code, descendant_code"),
    (
        "view_registrations",
        "registration_id, employee_id, campaign_code, state, registration_number, nip, name, agency_code, unit_code,
         registered_at, registered_day, decided_at",
    ),
    ("view_campaigns", "campaign_code, first_registered_at"),
    (
        "view_dossiers",
        "dossier_id, registration_id, employee_id, campaign_code, submission, step, state, stage, stage_entered_at,
         agency_code, unit_code",
    ),
    ("view_counts", "campaign_code, unit_code, agency_code, measure, count"),
];

/// What a rebuild needs while it runs.
const GUARDS: [&str; 2] = ["rebuild_positions", "rebuild_events"];

/// What was committed at one moment, however long one looks at it. Its connection is closed afterwards: nobody is to come upon
/// what is open on it.
pub(crate) struct Look(PoolConnection<Postgres>);

impl Look {
    /// Looks at what is committed now, with patience for statements that read millions of rows.
    pub(crate) async fn begin(mut reading: PoolConnection<Postgres>) -> Result<Self, sqlx::Error> {
        reading.close_on_drop();
        let sql = "begin isolation level repeatable read, read only; set local statement_timeout = '30min'; select";
        sqlx::raw_sql(sql).execute(&mut *reading).await?;
        Ok(Self(reading))
    }

    /// Rows that only one of two generations had then.
    pub(crate) async fn different_rows(&mut self, one: i64, other: i64) -> Result<i64, sqlx::Error> {
        different_rows(&mut self.0, one, other).await
    }
}

/// Rows that only one of two generations has.
pub(crate) async fn different_rows(connection: &mut PgConnection, one: i64, other: i64) -> Result<i64, sqlx::Error> {
    let mut different = 0;
    for (table, columns) in VIEWS {
        let rows = format!("select {columns} from reporting.{table} where generation");
        let sql = format!(
            "select count(*) from (({rows} = $1 except {rows} = $2) union all ({rows} = $2 except {rows} = $1)) as rows"
        );
        let count: i64 =
            sqlx::query_scalar(AssertSqlSafe(sql)).bind(one).bind(other).fetch_one(&mut *connection).await?;
        different += count;
    }
    Ok(different)
}

/// Deletes at most `limit` rows of a generation's projections, and of what a rebuild needed, from each table; how many it
/// were.
pub(crate) async fn delete_some(
    connection: &mut PgConnection,
    generation: i64,
    rebuild: i64,
    limit: i64,
) -> Result<u64, sqlx::Error> {
    let mut deleted = 0;
    let views = VIEWS.iter().map(|(table, _)| (table, generation));
    for (table, generation) in views.chain(GUARDS.iter().map(|table| (table, rebuild))) {
        let sql = format!(
            "delete from reporting.{table} where generation = $1 and ctid = any (array(
                 select ctid from reporting.{table} where generation = $1 limit $2))"
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(generation).bind(limit).execute(&mut *connection).await?;
        deleted += rows.rows_affected();
    }
    Ok(deleted)
}
