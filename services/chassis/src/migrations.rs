//! A schema's migrations: the chassis' own (outbox, inbox, leases, audit, keys) and the service's, in one list.

use std::borrow::Cow;

use anyhow::Context as _;
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

/// The chassis' own take the versions below 100.
const OWN: &[(i64, &str, &str)] = &[
    (1, "leases", include_str!("../migrations/0001_leases.sql")),
    (2, "outbox", include_str!("../migrations/0002_outbox.sql")),
    (3, "outbox partitions", include_str!("../migrations/0003_outbox_partitions.sql")),
    (4, "inbox", include_str!("../migrations/0004_inbox.sql")),
    (5, "audit", include_str!("../migrations/0005_audit.sql")),
    (6, "data keys", include_str!("../migrations/0006_data_keys.sql")),
    (7, "prune outbox", include_str!("../migrations/0007_prune_outbox.sql")),
    (8, "set aside", include_str!("../migrations/0008_set_aside.sql")),
    (9, "heard before", include_str!("../migrations/0009_heard_before.sql")),
    (10, "audit unsealed", include_str!("../migrations/0010_audit_unsealed.sql")),
    (11, "replayed events", include_str!("../migrations/0011_replayed_events.sql")),
    (12, "set aside aggregates", include_str!("../migrations/0012_set_aside_aggregates.sql")),
    (13, "inbox marks", include_str!("../migrations/0013_inbox_marks.sql")),
];

/// Brings the schema up to date, as its migrator role. A second run does nothing.
///
/// # Errors
/// The database is away, or a migration does not apply; the transaction of that migration is rolled back.
pub async fn migrate(database_url: &str, schema: &'static str, service: &Migrator) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect(database_url).await.context("connecting as the migrator role")?;
    // A migration that waits for a lock holds up everyone behind it.
    sqlx::raw_sql("set lock_timeout = '5s'").execute(&mut connection).await?;
    migrator(schema, service).run(&mut connection).await.with_context(|| format!("migrating the schema {schema}"))
}

/// Every version that this program knows: readiness asks whether the schema has them all. The latest alone would not tell: the
/// chassis' own are numbered below any service's.
#[must_use]
pub fn versions(service: &Migrator) -> Vec<i64> {
    OWN.iter().map(|(version, ..)| *version).chain(service.iter().map(|migration| migration.version)).collect()
}

/// The first of these versions that is not applied to the schema; none when all are.
///
/// # Errors
/// The database is away or was never migrated.
pub async fn first_missing(
    connection: &mut PgConnection,
    schema: &str,
    versions: &[i64],
) -> Result<Option<i64>, sqlx::Error> {
    let sql = format!(
        "select min(wanted) from unnest($1::bigint[]) as wanted
         where not exists (select from {schema}.migrations m where m.version = wanted and m.success)"
    );
    sqlx::query_scalar(AssertSqlSafe(sql)).bind(versions).fetch_one(connection).await
}

/// The latest version applied to the schema.
///
/// # Errors
/// The database is away or was never migrated.
pub async fn applied_version(connection: &mut PgConnection, schema: &str) -> Result<i64, sqlx::Error> {
    let sql = format!("select coalesce(max(version), 0) from {schema}.migrations where success");
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await
}

fn migrator(schema: &'static str, service: &Migrator) -> Migrator {
    let own = OWN.iter().map(|(version, name, sql)| {
        let sql = AssertSqlSafe(sql.replace("{schema}", schema)).into_sql_str();
        Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
    });
    let mut all: Vec<Migration> = own.chain(service.iter().cloned()).collect();
    all.sort_by_key(|migration| migration.version);
    let mut migrator = Migrator::with_migrations(all);
    migrator.dangerous_set_table_name(format!("{schema}.migrations"));
    migrator
}
