//! Requests cut off at bad moments must not take other people's acknowledged writes with them (RELIABILITY.md 1.1), shown
//! beside a control pool without the repairs, which must lose some: otherwise this test could not see a loss.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use chassis::db::pool_options;
use futures::future::join_all;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use sqlx::{PgPool, postgres::PgPoolOptions};
use stack::{Ports, Servers};

use crate::seed;

const WRITERS: u32 = 8;
const WRITES: u32 = 500;
const CONNECTIONS: u32 = 4;

#[tokio::test(flavor = "multi_thread")]
async fn cut_requests_lose_no_acknowledged_write() {
    let dir = tempfile::tempdir().unwrap();
    let mut ports = Ports::load(dir.path()).unwrap();
    let mut servers = Servers::start(dir.path(), &mut ports, true).await.unwrap();
    let url = servers.postgres.cluster().superuser_url("postgres").unwrap();
    let seed = seed();

    let control = PgPoolOptions::new().max_connections(CONNECTIONS).connect(&url).await.unwrap();
    let repaired = pool_options(CONNECTIONS).connect(&url).await.unwrap();
    let lost_without = storm(&control, "control", seed).await;
    let lost_with = storm(&repaired, "repaired", seed).await;
    println!("lost of {}: {lost_without} without the repair, {lost_with} with it", WRITERS * WRITES);
    assert_eq!(lost_with, 0);
    assert!(lost_without > 0, "the control must lose something, or this test proves nothing");
    servers.stop().await.unwrap();
}

/// Writers insert and count what was acknowledged, while others begin transactions and are cut off; returns how many
/// acknowledged rows are missing.
async fn storm(pool: &PgPool, table: &'static str, seed: u64) -> i64 {
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create table {table} (id bigint generated always as identity)")))
        .execute(pool)
        .await
        .unwrap();
    let acknowledged = AtomicU32::new(0);
    let writing = AtomicU32::new(WRITERS);
    let writers = (0..WRITERS).map(|_| async {
        for _ in 0..WRITES {
            let insert = format!("insert into {table} default values");
            if sqlx::query(sqlx::AssertSqlSafe(insert)).execute(pool).await.is_ok() {
                acknowledged.fetch_add(1, Ordering::Relaxed);
            }
        }
        writing.fetch_sub(1, Ordering::Relaxed);
    });
    let cutters = (0..WRITERS).map(|cutter| {
        let writing = &writing;
        async move {
            let mut random = StdRng::seed_from_u64(seed ^ u64::from(cutter));
            while writing.load(Ordering::Relaxed) > 0 {
                let patience = Duration::from_micros(random.random_range(20..420));
                let _ = tokio::time::timeout(patience, pool.begin()).await;
            }
        }
    });
    tokio::join!(join_all(writers), join_all(cutters));
    // Whoever still holds a stray transaction is rolled back now, as a dying connection would be.
    pool.close().await;
    let fresh = PgPool::connect_with((*pool.connect_options()).clone()).await.unwrap();
    let kept: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
        .fetch_one(&fresh)
        .await
        .unwrap();
    fresh.close().await;
    i64::from(acknowledged.load(Ordering::Relaxed)) - kept
}
