//! The transaction of a draft save with nothing around it: the dossier's row is locked, one field's row is written.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions};
use tokio::task::JoinSet;
use uuid::Uuid;

/// As many as saturate a small machine; more only wait.
const CONNECTIONS: u32 = 8;
const DOSSIERS: i32 = 1000;
const FIELDS: i32 = 20;

/// The tables as registration has them, without what they refer to.
const TABLES: &str = "
    create table dossiers (
        dossier_id uuid primary key,
        registration_id uuid not null unique,
        employee_id uuid not null,
        campaign_code text collate \"C\" not null,
        catalogue_version integer not null,
        state text not null,
        submission integer not null default 0,
        version bigint not null default 0,
        opened_at timestamptz not null,
        unique (employee_id, campaign_code)
    );
    create table dossier_fields (
        dossier_id uuid not null references dossiers,
        key text collate \"C\" not null,
        revision bigint not null,
        answer text not null,
        checked_tag bytea,
        saved_at timestamptz not null,
        primary key (dossier_id, key)
    );
    insert into dossiers (dossier_id, registration_id, employee_id, campaign_code, catalogue_version, state, opened_at)
    select id, id, id, '2026', 1, 'open', now()
    from (select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id from generate_series(1, 1000) n) ids;";

const LOCK: &str = "select state, catalogue_version from dossiers where dossier_id = $1 for update";
const SAVE: &str = "
    insert into dossier_fields (dossier_id, key, revision, answer, checked_tag, saved_at)
    values ($1, $2, 1, 'check', $3, now())
    on conflict (dossier_id, key) do update
    set revision = dossier_fields.revision + 1, answer = excluded.answer, checked_tag = excluded.checked_tag,
        saved_at = excluded.saved_at";

/// Transactions a second, each durable when it counts. The scratch schema goes away whatever happens in between.
pub(super) async fn transactions_per_second(url: &str, run: &str, lasts: Duration) -> anyhow::Result<f64> {
    let schema = format!("epupns_rehearsal_{run}");
    let remedy = "remedy: name a PostgreSQL in which you may make a schema";
    let path = format!("set search_path to {schema}");
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            let path = path.clone();
            Box::pin(async move { sqlx::raw_sql(AssertSqlSafe(path)).execute(connection).await.map(drop) })
        })
        .connect(url)
        .await
        .with_context(|| format!("connecting to the bare PostgreSQL\n{remedy}"))?;
    let made = sqlx::raw_sql(AssertSqlSafe(format!("create schema {schema}; {TABLES}"))).execute(&pool).await;
    made.with_context(|| format!("making the scratch schema\n{remedy}"))?;
    let measured = measure(&pool, lasts).await;
    let dropped = sqlx::raw_sql(AssertSqlSafe(format!("drop schema {schema} cascade"))).execute(&pool).await;
    dropped.with_context(|| format!("dropping the schema {schema}\nremedy: drop it by hand"))?;
    pool.close().await;
    measured.context("measuring bare transactions")
}

async fn measure(pool: &PgPool, lasts: Duration) -> anyhow::Result<f64> {
    let began = Instant::now();
    let mut working = JoinSet::new();
    for client in 0..CONNECTIONS {
        working.spawn(save_until(pool.clone(), client, began + lasts));
    }
    let mut saved = 0;
    while let Some(done) = working.join_next().await {
        saved += done??;
    }
    Ok(f64::from(saved) / began.elapsed().as_secs_f64())
}

#[expect(clippy::disallowed_methods, reason = "the bare limit that ours is measured against")]
async fn save_until(pool: PgPool, client: u32, end: Instant) -> Result<u32, sqlx::Error> {
    let (mut saved, mut place) = (0, client.cast_signed());
    while Instant::now() < end {
        // Neighbours never meet: each client has its own dossiers.
        place += CONNECTIONS.cast_signed();
        let dossier = Uuid::parse_str(&format!("00000000-0000-7000-8000-{:012}", place % DOSSIERS + 1));
        let dossier = dossier.map_err(|error| sqlx::Error::Protocol(error.to_string()))?;
        let mut tx = pool.begin().await?;
        sqlx::query(LOCK).bind(dossier).execute(&mut *tx).await?;
        let key = format!("field_{}", place / DOSSIERS % FIELDS);
        sqlx::query(SAVE).bind(dossier).bind(key).bind(vec![0_u8; 16]).execute(&mut *tx).await?;
        tx.commit().await?;
        saved += 1;
    }
    Ok(saved)
}
