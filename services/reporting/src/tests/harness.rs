//! A service in process over a database of its own: real Postgres, the real gRPC codec, a clock that tests turn, and
//! a tape in the place of the stream's history.

use std::sync::Arc;

use chassis::events::{Applied, Heard};
use futures::{FutureExt as _, future::BoxFuture};
use kernel::{Caller, Jurisdiction, Person, Role};
use proto::reporting::v1::{
    reporting_service_client::ReportingServiceClient, reporting_service_server::ReportingServiceServer,
};
use stack::Program;
use tonic::Request;
use uuid::Uuid;
use worlds::{Ground, PRIVATE_KEY, master_key, someone_as};
pub(crate) use worlds::{broken_fields, by, reason, some_id};

use super::{fixtures, tape::Tape};
use crate::{
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
    ground: Ground,
}

worlds::stands_on_ground!(World);

impl World {
    /// A world that has heard nothing.
    pub(crate) async fn empty(test: &str) -> Self {
        let ground = Ground::new(Program::Reporting, test).await;
        let tape = Tape::default();
        let app = App {
            db: ground.db.clone(),
            clock: ground.clock.clone(),
            master_key: master_key(),
            history: Arc::new(tape.clone()),
            feed: Feed::new(FeedKey::from_pem(PRIVATE_KEY, &[]).unwrap(), Arc::new(Nobody)),
        };
        let client = ReportingServiceClient::new(grpc::service(app.clone()));
        Self { app, client, tape, ground }
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
        let app = self.app.clone();
        let heard = self
            .ground
            .take(event.clone(), move |tx, event| Box::pin(async move { hears::hear(&app, tx, &[event]).await }));
        heard.await.unwrap()
    }

    /// Ends all sessions of the service as a crash would, whatever they are about to do.
    pub(crate) async fn kill_sessions(&self) {
        let kill = "select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and usename = 'reporting_app'";
        self.execute_as_superuser(kill).await;
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
}

/// In the place of the stream that agencies take from, which other tests are about.
struct Nobody;

impl AgencyStream for Nobody {
    fn publish<'a>(&'a self, _: String, _: Uuid, _: &'a str) -> BoxFuture<'a, anyhow::Result<()>> {
        async { Ok(()) }.boxed()
    }
}

/// A request of somebody signed in.
pub(crate) fn of<T>(person: &Person, message: T) -> Request<T> {
    by(person, message)
}

/// An operator at the command line.
pub(crate) fn operator<T>(message: T) -> Request<T> {
    by(Caller::Operator("test".to_owned()), message)
}

/// An officer with a person of their own; the jurisdiction as tokens write it.
pub(crate) fn officer(role: Role, jurisdiction: &str) -> Person {
    someone_as(role, Jurisdiction::parse(jurisdiction).unwrap())
}
