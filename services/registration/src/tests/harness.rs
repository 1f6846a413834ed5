//! A service in process over a database of its own: real Postgres, the real gRPC codec, a clock that tests turn, and a
//! recorder in identity's place (identity itself stands behind the same port in `integration-tests`).

use std::{sync::Arc, time::Duration};

use chassis::{
    ambient::{Clock, secret_bytes},
    budget::{Budget, Budgets},
    db::{Db, Tx},
    events::Outbox,
    reason::reason_of,
    redis::Redis,
    vault::MasterKey,
};
use data_encoding::BASE64;
use kernel::{AccountId, Caller, Jurisdiction, NumberKey, Person, PersonId, Role, SessionId, UnitCode};
use press::Press;
use prost::Name;
use proto::registration::v1::{
    LookUpEmployeeRequest, LookUpEmployeeResponse, RegisterRequest, RegisterResponse, RegistrationState,
    registration_service_client::RegistrationServiceClient, registration_service_server::RegistrationServiceServer,
};
use sqlx::{Connection as _, PgConnection, Row as _};
use stack::{FreshDatabase, Program, ServersFile, fresh_database};
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::{
    app::{App, CatalogueShelf},
    domain::registration::card_signature::CardKey,
    grpc::{self, Door},
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
    database: FreshDatabase,
}

/// The browser of whoever tells nothing else.
pub(crate) const BROWSER: &str = "browser-1";

/// A busy machine is not a Redis that is away.
const REDIS_ANSWERS_WITHIN: Duration = Duration::from_secs(5);
/// Nobody listens there.
pub(crate) const NO_REDIS: &str = "redis://127.0.0.1:1";
/// A long interval: a slow test machine does not refill it.
pub(crate) const LOOKUP_BUDGET: Budget = Budget { burst: 10, interval: Duration::from_secs(1000) };

/// A private key in the shortest PKCS#8 form, of 32 bytes `!`.
const CARD_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEICEhISEhISEhISEhISEhISEhISEhISEhISEhISEhISEh
-----END PRIVATE KEY-----
";

impl World {
    /// A world with the agencies, units and employees of [`fixtures`] and an open campaign.
    pub(crate) async fn new(test: &str) -> Self {
        let redis_url = ServersFile::from_env().expect("test servers").redis_url;
        Self::with_redis(test, &redis_url).await
    }

    /// The same, with another Redis.
    pub(crate) async fn with_redis(test: &str, redis_url: &str) -> Self {
        let servers = ServersFile::from_env().expect("test servers");
        let database = fresh_database(&servers, &format!("registration_{test}")).await.expect("a database");
        let clock = Clock::turnable();
        let db = Db::connect(&database.app_url(Program::Registration).unwrap(), 16).unwrap();
        let accounts = Arc::new(Recorder::default());
        let app = App {
            catalogues: CatalogueShelf::default(),
            outbox: Outbox::new(crate::SCHEMA, clock.clone()),
            db,
            clock,
            budgets: Budgets::new(Redis::connect(redis_url, REDIS_ANSWERS_WITHIN).unwrap()),
            lookup_budget: LOOKUP_BUDGET,
            // A key of its own keeps this world's budgets in the shared Redis apart from every other's.
            master_key: MasterKey::from_base64(&BASE64.encode(&secret_bytes::<32>())).unwrap(),
            number_key: NumberKey::new([7; 32]),
            card_key: CardKey::from_pem(CARD_KEY).unwrap(),
            accounts: accounts.clone(),
            press: Press::with_a_place_per_core(),
            public_address: "https://epupns.example".to_owned(),
        };
        let client = RegistrationServiceClient::new(grpc::service(app.clone()));
        let world = Self { app, client, accounts, database };
        world.execute(&fixtures::sql(&world.app.master_key)).await;
        world
    }

    /// Runs statements as the application role.
    pub(crate) async fn execute(&self, sql: &str) {
        let sql = sql.to_owned();
        let execute = async move |mut tx: Tx| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await;
        self.app.db.write("execute", execute).await.unwrap();
    }

    /// Runs a statement as whoever owns the server: what only a restore brings about.
    pub(crate) async fn execute_as_superuser(&self, sql: &str) {
        let mut connection = self.superuser().await;
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// A connection of its own, beside those of the service.
    pub(crate) async fn superuser(&self) -> PgConnection {
        PgConnection::connect(&self.database.superuser_url().unwrap()).await.unwrap()
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

    /// One number that a query counts.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        let mut connection = self.app.db.read().await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await.unwrap()
    }

    /// The events of one kind in the order of their telling, with aggregate id and version.
    pub(crate) async fn told<M: Name + Default>(&self) -> Vec<(Option<Uuid>, Option<i64>, M)> {
        let mut connection = self.app.db.read().await.unwrap();
        let rows = sqlx::query(
            "select aggregate_id, aggregate_version, payload from registration.outbox
             where message_name = $1 order by position",
        )
        .bind(M::full_name())
        .fetch_all(&mut *connection)
        .await
        .unwrap();
        rows.iter()
            .map(|row| (row.get(0), row.get(1), M::decode(row.get::<Vec<u8>, _>(2).as_slice()).unwrap()))
            .collect()
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

/// What the gate would let in.
pub(crate) fn by<T>(caller: Caller, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(caller);
    request
}

/// An officer of a unit's subtree.
pub(crate) fn verifier_of(unit: &str) -> Person {
    officer(Role::Verifier1, Jurisdiction::Unit(UnitCode::parse(unit).unwrap()))
}

/// An officer with a person of their own.
pub(crate) fn officer(role: Role, jurisdiction: Jurisdiction) -> Person {
    Person {
        person_id: PersonId::from(some_id()),
        account_id: AccountId::from(some_id()),
        session_id: SessionId::from(some_id()),
        role,
        jurisdiction,
    }
}

/// An id that nothing else has.
pub(crate) fn some_id() -> Uuid {
    chassis::ambient::new_id(&Clock::system())
}

/// A state's name, without what all of them begin with.
pub(crate) fn state_name(state: RegistrationState) -> &'static str {
    state.as_str_name().trim_start_matches("REGISTRATION_STATE_")
}

/// The reason of a refusal.
pub(crate) fn reason<T>(outcome: Result<T, Status>) -> String {
    match outcome {
        Ok(_) => "OK".to_owned(),
        Err(status) => reason_of(&status).unwrap_or_else(|| format!("without a reason: {:?}", status.code())),
    }
}

/// Messages of the contract cannot be printed, so that `unwrap_err` is not to be had for them.
pub(crate) trait Refused {
    /// The refusal that a test expects.
    fn refused(self) -> Status;
}

impl<T> Refused for Result<T, Status> {
    fn refused(self) -> Status {
        match self {
            Ok(_) => panic!("was not refused"),
            Err(status) => status,
        }
    }
}

/// The broken fields of a refusal, each with its rule.
pub(crate) fn broken_fields(status: &Status) -> Vec<(String, String)> {
    use tonic_types::StatusExt as _;
    let details = status.get_details_bad_request().expect("field violations");
    let rule = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    details.field_violations.iter().map(|broken| (broken.field.clone(), rule(&broken.description))).collect()
}
