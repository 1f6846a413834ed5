//! The connection pool and its transactions.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, PgConnection, PgPool, Postgres, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tracing::{Span, field};

use crate::uninterrupted::is_uninterrupted;

/// How long a request waits for a connection before it is told that the service is busy.
const ACQUIRE: Duration = Duration::from_secs(3);

/// A schema's pool, as its application role.
#[derive(Clone, Debug)]
pub struct Db {
    pool: PgPool,
}

impl Db {
    /// A pool that cannot lose writes: every connection is rolled back when it comes home (RELIABILITY.md 1.1, repair a).
    ///
    /// Connects lazily, so that a service can start, and say that it is not ready, while its database is away.
    ///
    /// # Errors
    /// The URL is not a Postgres URL.
    pub fn connect(url: &str, max_connections: u32) -> Result<Self, sqlx::Error> {
        let options = url
            .parse::<PgConnectOptions>()?
            .options([
                ("idle_in_transaction_session_timeout", "15s"),
                ("statement_timeout", "30s"),
                ("lock_timeout", "5s"),
                ("jit", "off"),
                // A ROLLBACK where nothing is open is the rule here, not a warning.
                ("client_min_messages", "error"),
            ])
            .log_slow_statements(tracing::log::LevelFilter::Warn, Duration::from_secs(1))
            .log_statements(tracing::log::LevelFilter::Trace);
        Ok(Self { pool: pool_options(max_connections).connect_lazy_with(options) })
    }

    /// Wraps a pool made elsewhere: the test that shows what happens without the repairs.
    #[must_use]
    pub fn from_pool(pool: PgPool) -> Self {
        Self { pool }
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// No connection within 3 s.
    pub async fn read(&self) -> Result<PoolConnection<Postgres>, sqlx::Error> {
        self.pool.acquire().await
    }

    /// A transaction for writing; only inside [`uninterrupted`](crate::uninterrupted::uninterrupted).
    ///
    /// # Errors
    /// No connection within 3 s, or the caller could be cut short, which is a defect of the caller.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        if !is_uninterrupted() {
            return Err(sqlx::Error::Configuration("a write transaction outside `uninterrupted`".into()));
        }
        let span = tracing::info_span!(
            "sql.transaction",
            otel.kind = "client",
            db.system.name = "postgresql",
            outcome = field::Empty
        );
        Ok(Tx { tx: self.pool.begin().await?, span })
    }

    /// A connection for writing in one statement, which is a transaction by itself; only inside
    /// [`uninterrupted`](crate::uninterrupted::uninterrupted). It comes out of the pool with nothing open, so that what it
    /// acknowledges is durable.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub async fn statement(&self) -> Result<PoolConnection<Postgres>, sqlx::Error> {
        if !is_uninterrupted() {
            return Err(sqlx::Error::Configuration("a write outside `uninterrupted`".into()));
        }
        self.pool.acquire().await
    }

    /// The pool itself, for what sqlx wants a pool for.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }
}

/// The pool's options with the repair of RELIABILITY.md 1.1.
#[must_use]
pub fn pool_options(max_connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(ACQUIRE)
        .max_lifetime(Duration::from_secs(30 * 60))
        .idle_timeout(Duration::from_secs(5 * 60))
        // Rolling back on return finds a dead connection too; asking again before each use costs a fifth of the reads.
        .test_before_acquire(false)
        .after_release(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql("ROLLBACK").execute(connection).await?;
                Ok(true)
            })
        })
}

/// A transaction that shows in the trace; it rolls back unless committed.
#[derive(Debug)]
pub struct Tx {
    tx: Transaction<'static, Postgres>,
    span: Span,
}

impl Tx {
    /// Makes everything done here durable.
    ///
    /// # Errors
    /// The database refused or is gone: the outcome is unknown and the request must be retried with its key.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        let result = self.tx.commit().await;
        self.span.record("outcome", if result.is_ok() { "committed" } else { "unknown" });
        result
    }
}

impl Deref for Tx {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.tx
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.tx
    }
}
