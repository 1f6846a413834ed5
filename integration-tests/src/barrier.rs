//! A barrier stops programs exactly between two steps: it holds a lock that the next step needs.

use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

use crate::questions::eventually;

/// Held until dropped or lifted. Reading goes on behind it; writing to the table waits.
pub struct Barrier {
    lock: Transaction<'static, Postgres>,
    pool: PgPool,
    table: &'static str,
}

impl Barrier {
    /// Lets nobody write to `table` (`schema.name`) from now on.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn before_writes_to(pool: &PgPool, table: &'static str) -> Self {
        let mut lock = pool.begin().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(format!("lock table {table} in share row exclusive mode")))
            .execute(&mut *lock)
            .await
            .unwrap();
        Self { lock, pool: pool.clone(), table }
    }

    /// Returns when somebody stands before the barrier.
    ///
    /// # Panics
    /// When nobody comes.
    pub async fn reached(&self) {
        let waiting =
            format!("select exists (select from pg_locks where relation = '{}'::regclass and not granted)", self.table);
        eventually(&format!("a write to {} waits", self.table), || async {
            sqlx::query_scalar(AssertSqlSafe(waiting.clone())).fetch_one(&self.pool).await.unwrap()
        })
        .await;
    }

    /// Lets everybody pass.
    ///
    /// # Panics
    /// When the database is away.
    pub async fn lift(self) {
        self.lock.rollback().await.unwrap();
    }
}
