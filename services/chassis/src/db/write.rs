//! The one way to write.

use std::time::Instant;

use metrics::{counter, histogram};
use sqlx::{Postgres, pool::PoolConnection};
use tracing::{Instrument as _, Span, field};

use super::{
    Db,
    open::Open,
    statements::counted,
    tx::{Statement, Tx},
};
use crate::uninterrupted::uninterrupted;

/// How often work is begun that asked for another try.
const TRIES: u32 = 3;

impl Db {
    /// Does `work` in a transaction: commits when it succeeds, rolls back when it fails or says [`Tx::undo`], and wakes the
    /// relay when something was told. `name` says in metrics and traces what is written: the verb, the job, the listener.
    ///
    /// The caller waits for a connection; who leaves meanwhile has begun nothing, so that a crowd that comes and goes leaves no
    /// queue behind. From then on it runs in a task of its own, which nobody can cut short: a caller that leaves finds
    /// everything or nothing, never a transaction that stays open.
    ///
    /// # Errors
    /// What `work` says; or the database is away. When it goes away during the commit the outcome is unknown, and the
    /// request must be sent again with its key.
    pub async fn write<T, E, W, F>(&self, name: &'static str, work: W) -> Result<T, E>
    where
        W: FnOnce(Tx) -> F + Send + 'static,
        F: Future<Output = Result<T, E>> + Send,
        T: Send + 'static,
        E: From<sqlx::Error> + Send + 'static,
    {
        let connection = self.writes.acquire().await?;
        let db = self.clone();
        uninterrupted(async move { db.traced(connection, name, work).await }).await
    }

    /// As [`write`](Self::write), and begins the work anew, twice at most, when the server chose its transaction as the victim
    /// of a deadlock or could not put it in a row with others: nothing of it remains then.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub async fn write_again<T, E, W, F>(&self, name: &'static str, work: W) -> Result<T, E>
    where
        W: FnOnce(Tx) -> F + Clone + Send + 'static,
        F: Future<Output = Result<T, E>> + Send,
        T: Send + 'static,
        E: From<sqlx::Error> + Cause + Send + 'static,
    {
        for _ in 1..TRIES {
            match self.write(name, work.clone()).await {
                Err(error) if error.cause().is_some_and(was_a_victim) => {
                    counter!("epupns_write_retries_total", "name" => name).increment(1);
                }
                done => return done,
            }
        }
        self.write(name, work).await
    }

    /// Does `work` on a connection where each statement is a transaction by itself: for what one guarded statement
    /// writes, at the price of one. It cannot be cut short either.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub async fn statement<T, E, W, F>(&self, name: &'static str, work: W) -> Result<T, E>
    where
        W: FnOnce(Statement) -> F + Send + 'static,
        F: Future<Output = Result<T, E>> + Send,
        T: Send + 'static,
        E: From<sqlx::Error> + Send + 'static,
    {
        let connection = self.writes.acquire().await?;
        uninterrupted(async move {
            let begun = Instant::now();
            let (statement, home) = Statement::lend(Open::alone(connection));
            let (done, sent) = counted(work(statement)).await;
            home.back()?.0.ended();
            measure(name, begun, sent, if done.is_ok() { "committed" } else { "refused" });
            done
        })
        .await
    }

    /// [`write`](Self::write) for what runs in a task that nobody cuts short already.
    pub(crate) async fn write_here<T, E, W, F>(&self, name: &'static str, work: W) -> Result<T, E>
    where
        W: FnOnce(Tx) -> F,
        F: Future<Output = Result<T, E>>,
        E: From<sqlx::Error>,
    {
        self.traced(self.writes.acquire().await?, name, work).await
    }

    async fn traced<T, E, W, F>(
        &self,
        connection: PoolConnection<Postgres>,
        name: &'static str,
        work: W,
    ) -> Result<T, E>
    where
        W: FnOnce(Tx) -> F,
        F: Future<Output = Result<T, E>>,
        E: From<sqlx::Error>,
    {
        let span = tracing::info_span!(
            "sql.transaction",
            otel.kind = "client",
            db.system.name = "postgresql",
            db.operation.name = name,
            outcome = field::Empty
        );
        self.end(connection, name, work).instrument(span).await
    }

    async fn end<T, E, W, F>(&self, connection: PoolConnection<Postgres>, name: &'static str, work: W) -> Result<T, E>
    where
        W: FnOnce(Tx) -> F,
        F: Future<Output = Result<T, E>>,
        E: From<sqlx::Error>,
    {
        let begun = Instant::now();
        let (tx, home) = Tx::lend(Open::begin(connection).await?);
        let (done, sent) = counted(work(tx)).await;
        let (open, said) = home.back()?;
        let (done, outcome) = match done {
            Ok(value) if !said.undone => match open.commit().await {
                Ok(()) => {
                    if said.told {
                        self.told.notify_one();
                    }
                    (Ok(value), "committed")
                }
                Err(error) => (Err(error.into()), "unknown"),
            },
            // A connection that cannot even roll back is closed, which rolls back.
            done => {
                let _ = open.roll_back().await;
                let outcome = if done.is_ok() { "undone" } else { "refused" };
                (done, outcome)
            }
        };
        Span::current().record("outcome", outcome);
        measure(name, begun, sent, outcome);
        done
    }
}

/// Names are words of the code and nobody else's, so that there are as many series as ways to write.
fn measure(name: &'static str, begun: Instant, sent: u64, outcome: &'static str) {
    counter!("epupns_writes_total", "name" => name, "outcome" => outcome).increment(1);
    counter!("epupns_write_statements_total", "name" => name).increment(sent);
    histogram!("epupns_write_seconds", "name" => name).record(begun.elapsed());
}

/// What the database said, as far as an error is its word: what [`Db::write_again`] decides by.
pub trait Cause {
    /// The database's own error.
    fn cause(&self) -> Option<&sqlx::Error>;
}

impl Cause for sqlx::Error {
    fn cause(&self) -> Option<&sqlx::Error> {
        Some(self)
    }
}

impl Cause for anyhow::Error {
    fn cause(&self) -> Option<&sqlx::Error> {
        self.chain().find_map(|error| error.downcast_ref())
    }
}

/// Deadlock, or not serializable: rolled back whole, through no fault of the statements.
fn was_a_victim(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| ["40001", "40P01"].contains(&code.as_ref()))
}
