//! The connection pools of a schema: one reads, one writes.
//!
//! Reading goes through connections whose every transaction is read only for the server too. Writing goes through
//! [`Db::write`] alone, which begins, ends and tells. Nothing is asked of the server when a connection comes home.
#![expect(clippy::disallowed_methods, reason = "this is the one way")]

mod open;
mod outage;
mod statements;
mod tx;
mod write;

use std::time::Duration;

use sqlx::{
    ConnectOptions as _, PgPool, Postgres,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::sync::Arc;
use tokio::sync::Notify;

pub use self::{
    outage::{is_outage, is_timeout},
    statements::CountStatements,
    tx::{Statement, Tx},
    write::Cause,
};

/// How long a request waits for a connection before it is told that the service is busy.
const ACQUIRE: Duration = Duration::from_secs(3);

/// A schema's pools, as its application role.
#[derive(Clone, Debug)]
pub struct Db {
    reads: PgPool,
    writes: PgPool,
    told: Arc<Notify>,
}

/// How many connections there are, of both pools together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// Kept open.
    pub open: u32,
    /// Of these, waiting for work.
    pub idle: u32,
}

impl Db {
    /// Pools of `max_connections` together, half of them for reading.
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
            ])
            .log_slow_statements(tracing::log::LevelFilter::Warn, Duration::from_secs(1))
            .log_statements(tracing::log::LevelFilter::Trace);
        let writing = max_connections.div_ceil(2).max(1);
        let reading = max_connections.saturating_sub(writing).max(1);
        let read_only = options.clone().options([("default_transaction_read_only", "on")]);
        Ok(Self {
            reads: pool(reading).connect_lazy_with(read_only),
            writes: pool(writing).connect_lazy_with(options),
            told: Arc::default(),
        })
    }

    /// A connection for reading: the server refuses whatever writes.
    ///
    /// # Errors
    /// No connection within 3 s.
    pub async fn read(&self) -> Result<PoolConnection<Postgres>, sqlx::Error> {
        self.reads.acquire().await
    }

    /// Waits until a transaction has told something, so that the relay of this process need not look for it.
    pub(crate) async fn told(&self) {
        self.told.notified().await;
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> Connections {
        let idle = |pool: &PgPool| u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
        Connections {
            open: self.reads.size() + self.writes.size(),
            idle: idle(&self.reads).saturating_add(idle(&self.writes)),
        }
    }

    /// Closes every connection, after whoever has one is done with it.
    pub async fn close(&self) {
        self.reads.close().await;
        self.writes.close().await;
    }
}

fn pool(max_connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(max_connections)
        .acquire_timeout(ACQUIRE)
        .max_lifetime(Duration::from_secs(30 * 60))
        .idle_timeout(Duration::from_secs(5 * 60))
        // A connection is looked at when it comes home; asking again before each use costs a fifth of the reads.
        .test_before_acquire(false)
}
