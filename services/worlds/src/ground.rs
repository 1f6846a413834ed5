//! A database of one's own and a clock that tests turn.

use chassis::{
    ambient::{Clock, new_id},
    db::{Db, Tx},
    events::{Applied, Heard, Outbox, apply},
    jobs::Holder,
};
use futures::future::BoxFuture;
use prost::Name;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use stack::{FreshDatabase, Program, ServersFile, fresh_database};
use uuid::Uuid;

/// As many connections as an owner has when nobody says otherwise.
const CONNECTIONS: u32 = 16;

/// An event that was told: of which aggregate, its how-manieth, what it says.
pub type Told<M> = (Option<Uuid>, Option<i64>, M);

/// What an owner's world stands on. To be dropped after whatever is connected to its database.
#[derive(Debug)]
pub struct Ground {
    /// The pools of the application role.
    pub db: Db,
    /// Turned by tests.
    pub clock: Clock,
    owner: Program,
    database: FreshDatabase,
}

/// A world whose field `ground` is a [`Ground`] has all that the ground has.
#[macro_export]
macro_rules! stands_on_ground {
    ($world:ty) => {
        impl ::std::ops::Deref for $world {
            type Target = $crate::Ground;

            fn deref(&self) -> &$crate::Ground {
                &self.ground
            }
        }
    };
}

impl Ground {
    /// An owner's ground for one test: all schemas, no rows.
    pub async fn new(owner: Program, test: &str) -> Self {
        let servers = ServersFile::from_env().expect("test servers");
        let database = fresh_database(&servers, &format!("{}_{test}", owner.name())).await.expect("a database");
        let db = Db::connect(&database.app_url(owner).unwrap(), CONNECTIONS).unwrap();
        Self { db, clock: Clock::turnable(), owner, database }
    }

    fn schema(&self) -> &'static str {
        self.owner.name()
    }

    /// The outbox of the owner's schema.
    #[must_use]
    pub fn outbox(&self) -> Outbox {
        Outbox::new(self.schema(), self.clock.clone())
    }

    /// Whose jobs run, as a program of its own: another with every call.
    #[must_use]
    pub fn holder(&self) -> Holder {
        Holder { db: self.db.clone(), schema: self.schema(), id: new_id(&self.clock) }
    }

    /// Runs statements as the application role.
    pub async fn execute(&self, sql: &str) {
        self.try_execute(sql).await.unwrap();
    }

    /// The same, for what the database may refuse.
    ///
    /// # Errors
    /// What the database says.
    pub async fn try_execute(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        let execute = async move |mut tx: Tx| sqlx::raw_sql(sql).execute(&mut *tx).await;
        self.db.write("test", execute).await.map(drop)
    }

    /// Runs statements as whoever owns the server: what only a restore or an operator brings about.
    pub async fn execute_as_superuser(&self, sql: &str) {
        let mut connection = self.superuser().await;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// A connection of its own of whoever owns the server, beside those of the service.
    pub async fn superuser(&self) -> PgConnection {
        PgConnection::connect(&self.database.superuser_url().unwrap()).await.unwrap()
    }

    /// One number that a query counts.
    pub async fn count(&self, sql: &str) -> i64 {
        let mut connection = self.db.read().await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await.unwrap()
    }

    /// One text that a query finds.
    pub async fn text(&self, sql: &str) -> Option<String> {
        let mut connection = self.db.read().await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await.unwrap()
    }

    /// The first column of what a query finds, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let mut connection = self.db.read().await.unwrap();
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&mut *connection).await.unwrap()
    }

    /// The events of one kind in the order of their telling.
    pub async fn told<M: Name + Default>(&self) -> Vec<Told<M>> {
        let sql = format!(
            "select aggregate_id, aggregate_version, payload from {}.outbox where message_name = $1 order by position",
            self.schema()
        );
        let mut connection = self.db.read().await.unwrap();
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(M::full_name()).fetch_all(&mut *connection).await.unwrap();
        let read = |payload: Vec<u8>| M::decode(payload.as_slice()).unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1), read(row.get(2)))).collect()
    }

    /// An event that happens now, of an aggregate's version.
    pub fn event<M: Name>(&self, message: M, of: Option<(Uuid, i64)>) -> Heard {
        crate::event(&self.clock, &message, of)
    }

    /// Hears an event, in a transaction that only success commits; what the inbox would keep away comes through.
    ///
    /// # Errors
    /// What the listener says.
    pub async fn hear<L>(&self, event: Heard, listener: L) -> anyhow::Result<()>
    where
        L: for<'a> FnOnce(&'a mut Tx, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>> + Send + 'static,
    {
        self.db.write("hear", async move |mut tx: Tx| listener(&mut tx, &event).await).await
    }

    /// Hears an event as the consumer does, through the inbox: what that said.
    ///
    /// # Errors
    /// What the listener says, and nothing is kept.
    pub async fn take<L>(&self, event: Heard, listener: L) -> anyhow::Result<Applied>
    where
        L: for<'a> FnOnce(&'a mut Tx, &'a Heard) -> BoxFuture<'a, anyhow::Result<()>> + Send + 'static,
    {
        let (schema, clock) = (self.schema(), self.clock.clone());
        let take = async move |mut tx: Tx| {
            let applied = apply(&mut tx, schema, &event, clock.now()).await?;
            if applied == Applied::Now {
                listener(&mut tx, &event).await?;
            }
            anyhow::Ok(applied)
        };
        self.db.write("hear", take).await
    }
}
