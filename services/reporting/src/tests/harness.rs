//! A service in process over a database of its own: real Postgres, the real gRPC codec, a clock that tests turn, and
//! a tape in the place of the stream's history.

use std::sync::Arc;

use chassis::{
    ambient::{Clock, new_id},
    db::{Db, Tx},
    events::{Applied, Heard, apply},
    reason::reason_of,
    vault::MasterKey,
};
use futures::{FutureExt as _, future::BoxFuture};
use kernel::{AccountId, Caller, Jurisdiction, Person, PersonId, Role, SessionId};
use proto::reporting::v1::{
    reporting_service_client::ReportingServiceClient, reporting_service_server::ReportingServiceServer,
};
use sqlx::{Connection as _, PgConnection};
use stack::{FreshDatabase, Program, ServersFile, fresh_database};
use tonic::{Request, Status};
use uuid::Uuid;

use super::{fixtures, tape::Tape};
use crate::{
    SCHEMA,
    app::{App, feed::Feed, ports::AgencyStream},
    domain::feed_signature::FeedKey,
    grpc::{self, Door},
    hears,
};

/// A client that speaks to the service without a wire in between.
pub(crate) type Client = ReportingServiceClient<ReportingServiceServer<Door>>;

/// The service and everything around it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) tape: Tape,
    pub(crate) database: FreshDatabase,
}

/// A private key in the shortest PKCS#8 form, of 32 bytes `!`.
const FEED_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEICEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEh
-----END PRIVATE KEY-----
";

impl World {
    /// A world that has heard nothing.
    pub(crate) async fn empty(test: &str) -> Self {
        let servers = ServersFile::from_env().expect("test servers");
        let database = fresh_database(&servers, &format!("reporting_{test}")).await.expect("a database");
        let tape = Tape::default();
        let app = App {
            db: Db::connect(&database.app_url(Program::Reporting).unwrap(), 16).unwrap(),
            clock: Clock::turnable(),
            master_key: MasterKey::from_base64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap(),
            history: Arc::new(tape.clone()),
            feed: Feed::new(FeedKey::from_pem(FEED_KEY, &[]).unwrap(), Arc::new(Nobody)),
        };
        let client = ReportingServiceClient::new(grpc::service(app.clone()));
        Self { app, client, tape, database }
    }

    /// A world that has heard of the agencies, units and employees of [`fixtures`].
    pub(crate) async fn new(test: &str) -> Self {
        let world = Self::empty(test).await;
        for event in fixtures::imported() {
            world.tell(&event).await;
        }
        world
    }

    /// An event comes to the stream, and from there to this service.
    pub(crate) async fn tell(&self, event: &Heard) {
        self.tape.record(event);
        assert_eq!(self.hear(event).await, Applied::Now, "{}", event.message_name);
    }

    /// The stream delivers an event: what the inbox said, its effect committed.
    pub(crate) async fn hear(&self, event: &Heard) -> Applied {
        let (app, event) = (self.app.clone(), event.clone());
        let hear = async move |mut tx: Tx| {
            let said = apply(&mut tx, SCHEMA, &event, app.clock.now()).await?;
            if said == Applied::Now {
                hears::hear(&app, &mut tx, &[&event]).await?;
            }
            anyhow::Ok(said)
        };
        self.app.db.write("hear", hear).await.unwrap()
    }

    /// Runs statements as the application role.
    pub(crate) async fn execute(&self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        self.app.db.write("test", async move |mut tx| sqlx::raw_sql(sql).execute(&mut *tx).await).await.unwrap();
    }

    /// Ends all sessions of the service as a crash would, whatever they are about to do.
    pub(crate) async fn kill_sessions(&self) {
        let mut connection = PgConnection::connect(&self.database.superuser_url().unwrap()).await.unwrap();
        sqlx::query(
            "select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and usename = 'reporting_app'",
        )
        .execute(&mut connection)
        .await
        .unwrap();
        connection.close().await.unwrap();
    }

    /// Uses every session of both pools once, so that those which died are replaced.
    pub(crate) async fn forget_dead_sessions(&self) {
        let read_one = || async {
            let mut connection = self.app.db.read().await?;
            sqlx::query("select 1").execute(&mut *connection).await
        };
        let write_one =
            || self.app.db.write("use_a_session", async |mut tx| sqlx::query("select 1").execute(&mut *tx).await);
        let (reads, writes) = ((0..16).map(|_| read_one()), (0..16).map(|_| write_one()));
        tokio::join!(futures::future::join_all(reads), futures::future::join_all(writes));
    }

    /// One number that a query counts.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        let mut connection = self.app.db.read().await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await.unwrap()
    }

    /// The first column of what a query finds, as text.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let mut connection = self.app.db.read().await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_all(&mut *connection).await.unwrap()
    }
}

/// In the place of the stream that agencies take from, which other tests are about.
struct Nobody;

impl AgencyStream for Nobody {
    fn publish<'a>(&'a self, _: String, _: Uuid, _: &'a str) -> BoxFuture<'a, anyhow::Result<()>> {
        async { Ok(()) }.boxed()
    }
}

/// What the gate would let in.
pub(crate) fn by<T>(caller: Caller, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(caller);
    request
}

/// A request of somebody signed in.
pub(crate) fn of<T>(person: &Person, message: T) -> Request<T> {
    by(Caller::Person(person.clone()), message)
}

/// An operator at the command line.
pub(crate) fn operator<T>(message: T) -> Request<T> {
    by(Caller::Operator("test".to_owned()), message)
}

/// An officer with a person of their own; the jurisdiction as tokens write it.
pub(crate) fn officer(role: Role, jurisdiction: &str) -> Person {
    Person {
        person_id: PersonId::from(some_id()),
        account_id: AccountId::from(some_id()),
        session_id: SessionId::from(some_id()),
        role,
        jurisdiction: Jurisdiction::parse(jurisdiction).unwrap(),
    }
}

/// An id that nothing else has.
pub(crate) fn some_id() -> Uuid {
    new_id(&Clock::system())
}

/// The reason of a refusal.
pub(crate) fn reason<T>(outcome: Result<T, Status>) -> String {
    match outcome {
        Ok(_) => "OK".to_owned(),
        Err(status) => reason_of(&status).unwrap_or_else(|| format!("without a reason: {:?}", status.code())),
    }
}

/// The broken fields of a refusal, each with its rule.
pub(crate) fn broken_fields<T>(outcome: Result<T, Status>) -> Vec<(String, String)> {
    use tonic_types::StatusExt as _;
    let Err(status) = outcome else { panic!("was not refused") };
    let details = status.get_details_bad_request().expect("field violations");
    let rule = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    details.field_violations.iter().map(|broken| (broken.field.clone(), rule(&broken.description))).collect()
}
