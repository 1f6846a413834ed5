//! Requests cut off at bad moments must not take other people's acknowledged writes with them (RELIABILITY.md 1.1), shown
//! beside a control that begins where it can be cut off, which must lose some: otherwise this test could not see a loss.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use chassis::db::Db;
use futures::future::{BoxFuture, FutureExt as _, join_all};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use sqlx::{AssertSqlSafe, PgPool, postgres::PgPoolOptions};
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
    let lost_without = storm(&url, &Control(control), "control", seed).await;
    // Half of its connections write.
    let lost_with = storm(&url, &Db::connect(&url, 2 * CONNECTIONS).unwrap(), "ours", seed).await;
    println!("lost of {}: {lost_without} in the control, {lost_with} of ours", WRITERS * WRITES);
    assert_eq!(lost_with, 0);
    assert!(lost_without > 0, "the control must lose something, or this test proves nothing");
    servers.stop().await.unwrap();
}

/// How writes are made.
trait Writes {
    /// One row; whether it was acknowledged.
    fn insert(&self, sql: String) -> BoxFuture<'_, bool>;
    /// A request that is cut off somewhere between its beginning and its end.
    fn request(&self) -> BoxFuture<'_, ()>;
    /// Whoever still holds a stray transaction is rolled back, as a dying connection would be.
    fn end(&self) -> BoxFuture<'_, ()>;
}

/// As sqlx offers it.
struct Control(PgPool);

impl Writes for Control {
    fn insert(&self, sql: String) -> BoxFuture<'_, bool> {
        async move { sqlx::query(AssertSqlSafe(sql)).execute(&self.0).await.is_ok() }.boxed()
    }

    fn request(&self) -> BoxFuture<'_, ()> {
        async { drop(self.0.begin().await) }.boxed()
    }

    fn end(&self) -> BoxFuture<'_, ()> {
        self.0.close().boxed()
    }
}

impl Writes for Db {
    fn insert(&self, sql: String) -> BoxFuture<'_, bool> {
        let insert = async move |mut tx: chassis::db::Tx| sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await;
        self.write("insert", insert).map(|done| done.is_ok()).boxed()
    }

    fn request(&self) -> BoxFuture<'_, ()> {
        self.write("request", async |_| Ok::<_, sqlx::Error>(())).map(drop).boxed()
    }

    fn end(&self) -> BoxFuture<'_, ()> {
        self.close().boxed()
    }
}

/// Writers insert and count what was acknowledged, while others begin transactions and are cut off; returns how many
/// acknowledged rows are missing.
async fn storm(url: &str, writes: &dyn Writes, table: &'static str, seed: u64) -> i64 {
    let superuser = PgPool::connect(url).await.unwrap();
    let create = format!("create table {table} (id bigint generated always as identity)");
    sqlx::raw_sql(AssertSqlSafe(create)).execute(&superuser).await.unwrap();
    let acknowledged = AtomicU32::new(0);
    let writing = AtomicU32::new(WRITERS);
    let writers = (0..WRITERS).map(|_| async {
        for _ in 0..WRITES {
            if writes.insert(format!("insert into {table} default values")).await {
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
                let _ = tokio::time::timeout(patience, writes.request()).await;
            }
        }
    });
    tokio::join!(join_all(writers), join_all(cutters));
    writes.end().await;
    let count = format!("select count(*) from {table}");
    let kept: i64 = sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&superuser).await.unwrap();
    superuser.close().await;
    i64::from(acknowledged.load(Ordering::Relaxed)) - kept
}
