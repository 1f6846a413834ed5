//! A service in process over a database of its own: real Postgres, the real gRPC codec, a clock that tests turn, and a
//! recorder in identity's place (identity itself stands behind the same port in `integration-tests`).

use std::{sync::Arc, time::Duration};

use chassis::budget::{Budget, Budgets};
use kernel::{Caller, Jurisdiction, NumberKey, Person, Role, UnitCode};
use press::Press;
use prost::Name;
use proto::registration::v1::{
    LookUpEmployeeRequest, LookUpEmployeeResponse, RegisterRequest, RegisterResponse,
    registration_service_client::RegistrationServiceClient, registration_service_server::RegistrationServiceServer,
};
use stack::Program;
use tonic::{Request, Response, Status};
use uuid::Uuid;
pub(crate) use worlds::{Called, NO_REDIS, Refused, broken_fields, by, reason, some_id, someone_as, themselves};
use worlds::{Ground, PRIVATE_KEY, master_key, redis, redis_url};

use crate::{
    app::{App, CatalogueShelf},
    domain::registration::card_signature::CardKey,
    grpc::{self, Door},
    hears,
    tests::{
        fixtures::{self, Someone},
        recorder::Recorder,
    },
};

/// A client that speaks to the service without a wire in between.
pub(crate) type Client = RegistrationServiceClient<RegistrationServiceServer<Door>>;

/// The service and everything around it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) accounts: Arc<Recorder>,
    ground: Ground,
}

/// The browser of whoever tells nothing else.
pub(crate) const BROWSER: &str = "browser-1";

/// A long interval: a slow test machine does not refill it.
pub(crate) const LOOKUP_BUDGET: Budget = Budget { burst: 10, interval: Duration::from_secs(1000) };

worlds::stands_on_ground!(World);

impl World {
    /// A world with the agencies, units and employees of [`fixtures`] and an open campaign.
    pub(crate) async fn new(test: &str) -> Self {
        Self::with_redis(test, &redis_url()).await
    }

    /// The same, with another Redis.
    pub(crate) async fn with_redis(test: &str, redis_url: &str) -> Self {
        let ground = Ground::new(Program::Registration, test).await;
        let accounts = Arc::new(Recorder::default());
        let app = App {
            catalogues: CatalogueShelf::default(),
            outbox: ground.outbox(),
            db: ground.db.clone(),
            clock: ground.clock.clone(),
            budgets: Budgets::new(redis(redis_url)),
            lookup_budget: LOOKUP_BUDGET,
            master_key: master_key(),
            number_key: NumberKey::new([7; 32]),
            card_key: CardKey::from_pem(PRIVATE_KEY).unwrap(),
            accounts: accounts.clone(),
            press: Press::with_a_place_per_core(),
            public_address: "https://epupns.example".to_owned(),
        };
        let client = RegistrationServiceClient::new(grpc::service(app.clone()));
        let world = Self { app, client, accounts, ground };
        world.execute(&fixtures::sql(&world.app.master_key)).await;
        world
    }

    /// Holds back what writes into a table until so much of the work waits: what begins at once, meets.
    pub(crate) async fn hold<T>(&self, table: &str, waiting: i64, work: impl Future<Output = T>) -> T {
        let mut gate = self.superuser().await;
        let close = format!("begin; lock table registration.{table} in share row exclusive mode");
        sqlx::raw_sql(sqlx::AssertSqlSafe(close)).execute(&mut gate).await.unwrap();
        let open = async {
            let held_back = "select count(*) from pg_locks l join pg_database d on d.oid = l.database
                 where not l.granted and d.datname = current_database()";
            while sqlx::query_scalar::<_, i64>(held_back).fetch_one(&mut gate).await.unwrap() < waiting {}
            sqlx::raw_sql("commit").execute(&mut gate).await.unwrap();
        };
        tokio::join!(work, open).0
    }

    /// Hears an event as the consumer does: in one transaction, or not at all.
    pub(crate) async fn hear<M: Name>(&self, message: &M) -> anyhow::Result<()> {
        let (app, event) = (self.app.clone(), worlds::event(&self.clock, message, None));
        self.ground.hear(event, move |tx, event| Box::pin(async move { hears::hear(&app, tx, event).await })).await
    }

    /// Looks up as the public does.
    pub(crate) async fn look_up(&self, nip: &str, nik: &str) -> Result<LookUpEmployeeResponse, Status> {
        let request = LookUpEmployeeRequest { nip: nip.into(), nik: nik.into(), browser: BROWSER.into() };
        self.client.clone().look_up_employee(public(request)).await.map(Response::into_inner)
    }

    /// Looks someone up, and has everything ready for registering.
    pub(crate) async fn prepared(&self, someone: Someone) -> RegisterRequest {
        let found = self.look_up(&someone.nip(), &someone.nik()).await.expect("a look-up that matches");
        RegisterRequest {
            lookup_token: found.lookup_token,
            browser: BROWSER.into(),
            request_id: some_id().to_string(),
            email: "someone@example.go.id".into(),
            password: "kuda putih di atas awan".into(),
            mother_name: "Siti Khadijah".into(),
            security_question: "Siapakah artis favorit saya?".into(),
            security_answer: "Rhoma".into(),
        }
    }

    /// Registers as the public does.
    pub(crate) async fn register(&self, request: RegisterRequest) -> Result<RegisterResponse, Status> {
        self.client.clone().register(public(request)).await.map(Response::into_inner)
    }

    /// Someone who has registered; the registration's id and number.
    pub(crate) async fn registered(&self, someone: Someone) -> (Uuid, String) {
        let request = self.prepared(someone).await;
        let answer = self.register(request).await.expect("a registration");
        let registration = answer.registration.expect("what was registered");
        (registration.registration_id.parse().unwrap(), registration.registration_number)
    }
}

/// Someone who is not signed in.
pub(crate) fn public<T>(message: T) -> Request<T> {
    by(Caller::Public, message)
}

/// An officer of a unit's subtree.
pub(crate) fn verifier_of(unit: &str) -> Person {
    someone_as(Role::Verifier1, Jurisdiction::Unit(UnitCode::parse(unit).unwrap()))
}
