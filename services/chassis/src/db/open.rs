//! A connection inside a transaction, which does not come home before that has ended.
//!
//! sqlx hands a connection on with whatever is open on it: a `begin` that is dropped half-way stays open, and swallows what
//! the next borrower writes (RELIABILITY.md 1.1). So a connection is marked from before its `begin` until its transaction
//! has ended for certain; one that is let go with the mark is closed, and the server rolls back.

use sqlx::{PgConnection, Postgres, pool::PoolConnection};

/// Open on the server, or perhaps so.
pub(super) struct Open {
    /// None once it has ended.
    connection: Option<PoolConnection<Postgres>>,
}

impl Open {
    /// Begins a transaction.
    pub(super) async fn begin(connection: PoolConnection<Postgres>) -> Result<Self, sqlx::Error> {
        let mut open = Self { connection: Some(connection) };
        sqlx::raw_sql("begin").execute(open.connection()).await?;
        Ok(open)
    }

    /// A connection on which each statement is a transaction by itself; marked all the same, since nobody knows how far a
    /// statement came that was given up.
    pub(super) const fn alone(connection: PoolConnection<Postgres>) -> Self {
        Self { connection: Some(connection) }
    }

    /// Makes what was written durable; an error leaves it unknown, and the connection is closed.
    ///
    /// The server answers the `commit` of a transaction that has failed without a word of protest. Any other statement
    /// protests, so that nobody is told of a success whose statements have been thrown away.
    pub(super) async fn commit(mut self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql("select; commit").execute(self.connection()).await?;
        self.ended();
        Ok(())
    }

    /// Throws away what was written.
    pub(super) async fn roll_back(mut self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql("rollback").execute(self.connection()).await?;
        self.ended();
        Ok(())
    }

    /// Nothing is open on it: it may come home.
    pub(super) fn ended(mut self) {
        self.connection.take();
    }

    pub(super) fn connection(&mut self) -> &mut PgConnection {
        self.connection.as_mut().expect("taken by what consumes it only")
    }

    pub(super) fn shared(&self) -> &PgConnection {
        self.connection.as_ref().expect("taken by what consumes it only")
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            connection.close_on_drop();
        }
    }
}
