//! A service in process over a database of its own: real Postgres and Redis, the real gRPC codec, a clock that tests turn.

use std::sync::Arc;

use crate::{
    app::App,
    clients::spent_challenges::RedisSpentChallenges,
    grpc,
    hashing::{HashPool, Pepper, Peppers, PoolSettings},
    hears,
    signing::Signer,
    throttle::Throttle,
};
use chassis::{
    ambient::{Clock, new_id, secret_bytes},
    db::{Db, Tx},
    events::{Aggregate, Heard, Outbox},
    jobs::{Holder, Pass, Schedule},
    reason::reason_of,
    redis::Redis,
    vault::MasterKey,
};
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use kernel::{Caller, NumberKey, RegistrationNumber};
use prost::Name;
use proto::{
    identity::v1::{
        PrepareAccountRequest, Session, SignInRequest, SignInResponse, identity_service_client::IdentityServiceClient,
        identity_service_server::IdentityServiceServer, sign_in_response::Next,
    },
    registration::v1::{RegistrationConfirmed, RegistrationSubmitted},
};
use sqlx::Row as _;
use stack::{FreshDatabase, Program, ServersFile, fresh_database};
use time::Duration;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use super::recorder::Recorder;

/// A client that speaks to the service without a wire in between.
pub(crate) type Client = IdentityServiceClient<IdentityServiceServer<grpc::Door>>;

/// A good password.
pub(crate) const PASSWORD: &str = "kuda lumping terbang 7";
/// Whoever tells no other device.
pub(crate) const DEVICE: &str = "device-1";
/// A busy machine is not a Redis that is away.
const REDIS_ANSWERS_WITHIN: std::time::Duration = std::time::Duration::from_secs(5);
/// Nobody listens there.
pub(crate) const NO_REDIS: &str = "redis://127.0.0.1:1";

/// The service and everything around it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) registration: Arc<Recorder>,
    _database: FreshDatabase,
}

impl World {
    pub(crate) async fn new(test: &str) -> Self {
        let redis_url = ServersFile::from_env().expect("test servers").redis_url;
        Self::with_redis(test, &redis_url).await
    }

    pub(crate) async fn with_redis(test: &str, redis_url: &str) -> Self {
        let servers = ServersFile::from_env().expect("test servers");
        let database = fresh_database(&servers, &format!("identity_{test}")).await.expect("a database");
        let clock = Clock::turnable();
        let registration = Arc::new(Recorder::default());
        // A key of its own keeps this world's budgets in the shared Redis apart from every other's.
        let master = MasterKey::from_base64(&BASE64.encode(&secret_bytes::<32>())).unwrap();
        let signer = Signer::new(&SigningKey::from_bytes(&secret_bytes()), None);
        let keys = Arc::new(chassis::passport::KeySet::default());
        keys.replace(signer.jwks_json()).unwrap();
        let redis = Redis::connect(redis_url, REDIS_ANSWERS_WITHIN).unwrap();
        let peppers = Peppers { current: Pepper::new([1; 32]), previous: None };
        let app = App {
            db: Db::connect(&database.app_url(Program::Identity).unwrap(), 16).unwrap(),
            outbox: Outbox::new(crate::SCHEMA, clock.clone()),
            signer: Arc::new(signer),
            keys,
            hashes: HashPool::start(PoolSettings { threads: 2, queue: 256 }, &peppers).unwrap(),
            throttle: Throttle::new(redis.clone(), clock.clone(), &master),
            spent_challenges: Arc::new(RedisSpentChallenges::new(redis)),
            challenge_cost: 1,
            access_log_kept: Duration::days(730),
            registration: registration.clone(),
            master,
            clock,
        };
        let client = IdentityServiceClient::new(grpc::service(app.clone()));
        Self { app, client, registration, _database: database }
    }

    /// Runs statements as the application role.
    pub(crate) async fn execute(&self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let execute = async move |mut tx: Tx| sqlx::raw_sql(sql).execute(&mut *tx).await;
        self.app.db.write("test", execute).await.unwrap();
    }

    /// One number that a query counts.
    pub(crate) async fn count(&self, sql: &str) -> i64 {
        let mut connection = self.app.db.read().await.unwrap();
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut *connection).await.unwrap()
    }

    /// The events of one kind in the order of their telling, with aggregate id and version.
    pub(crate) async fn told<M: Name + Default>(&self) -> Vec<(Uuid, i64, M)> {
        let mut connection = self.app.db.read().await.unwrap();
        let rows = sqlx::query(
            "select aggregate_id, aggregate_version, payload from identity.outbox
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

    /// Hears an event of a registration, in a transaction that only success commits.
    pub(crate) async fn hear<M: Name>(&self, registration_id: &str, message: M) -> anyhow::Result<()> {
        let aggregate = Aggregate { id: registration_id.parse().unwrap(), version: 1 };
        self.take(&Heard { aggregate: Some(aggregate), ..self.event(message) }).await
    }

    /// An event without an aggregate.
    pub(crate) fn event<M: Name>(&self, message: M) -> Heard {
        Heard {
            event_id: new_id(&self.app.clock),
            message_name: M::full_name(),
            aggregate: None,
            occurred_at: self.app.clock.now(),
            payload: message.encode_to_vec(),
        }
    }

    /// Hears this event, in a transaction that only success commits.
    pub(crate) async fn take(&self, event: &Heard) -> anyhow::Result<()> {
        let (app, event) = (self.app.clone(), event.clone());
        self.app.db.write("hear", async move |mut tx| hears::hear(&app, &mut tx, &event).await).await
    }

    /// A pass of a job, as a program of its own has it.
    pub(crate) fn pass(&self, schedule: Schedule) -> Pass {
        self.pass_until(schedule, CancellationToken::new())
    }

    /// The same in a program that is asked to stop.
    pub(crate) fn pass_until(&self, schedule: Schedule, stop: CancellationToken) -> Pass {
        let holder = Holder { db: self.app.db.clone(), schema: crate::SCHEMA, id: new_id(&self.app.clock) };
        Pass::new(holder, schedule, stop)
    }

    pub(crate) async fn prepare(&self, request: PrepareAccountRequest) -> Result<(), Status> {
        self.client.clone().prepare_account(request).await.map(|_| ())
    }

    /// Someone whose registration is complete.
    pub(crate) async fn submitted(&self, request: &PrepareAccountRequest) {
        self.prepare(request.clone()).await.unwrap();
        let id = &request.registration_id;
        let event = RegistrationSubmitted { registration_id: id.clone(), ..Default::default() };
        self.hear(id, event).await.unwrap();
    }

    /// Someone who may sign in.
    pub(crate) async fn confirmed(&self, request: &PrepareAccountRequest) {
        self.submitted(request).await;
        let id = &request.registration_id;
        let event = RegistrationConfirmed { registration_id: id.clone(), ..Default::default() };
        self.hear(id, event).await.unwrap();
    }

    /// On a device at an address of its own.
    pub(crate) async fn sign_in_from(&self, device: &str, login: &str, password: &str) -> Result<Next, Status> {
        self.sign_in_at(device, device, login, password).await
    }

    /// On a device at an address that it may share.
    pub(crate) async fn sign_in_at(
        &self,
        address: &str,
        device: &str,
        login: &str,
        password: &str,
    ) -> Result<Next, Status> {
        let request = SignInRequest {
            login: login.into(),
            password: password.into(),
            client_key: device.into(),
            address_key: address.into(),
        };
        let answer = self.client.clone().sign_in(request).await.map(Response::into_inner);
        answer.map(|SignInResponse { next }| next.unwrap())
    }

    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> Result<Next, Status> {
        self.sign_in_from(DEVICE, login, password).await
    }

    /// An employee's session.
    pub(crate) async fn session(&self, login: &str) -> Session {
        match self.sign_in(login, PASSWORD).await.unwrap() {
            Next::Session(session) => session,
            Next::TotpTicket(_) => panic!("an employee has no second factor"),
        }
    }

    pub(crate) fn turn(&self, seconds: i64) {
        self.app.clock.turn(Duration::seconds(seconds));
    }
}

/// The nth person, with everything right.
pub(crate) fn person(n: u64) -> PrepareAccountRequest {
    PrepareAccountRequest {
        registration_id: Uuid::from_u128(0x1000 + u128::from(n)).to_string(),
        registration_number: number(n).to_string(),
        person_id: Uuid::from_u128(0x2000 + u128::from(n)).to_string(),
        nip: format!("19861226200912{}{:03}", 2, n + 1),
        name: "Siti Aminah, S.Kom".into(),
        agency_name: "Pemerintah Kota Bandung".into(),
        email: format!("pegawai{n}@bkd.go.id"),
        password: PASSWORD.into(),
        mother_name: "Ratna Dewi".into(),
        security_question: "Siapakah artis favorit saya?".into(),
        security_answer: "Rhoma Irama".into(),
    }
}

/// The registration of the first person.
pub(crate) fn id() -> String {
    person(1).registration_id
}

/// Rows that hold anything of the person.
pub(crate) async fn left(world: &World) -> i64 {
    world
        .count(
            "select (select count(*) from identity.accounts) + (select count(*) from identity.account_secrets)
                    + (select count(*) from identity.data_keys)",
        )
        .await
}

pub(crate) fn number(n: u64) -> RegistrationNumber {
    RegistrationNumber::from_sequence(n, &NumberKey::new([7; 32])).unwrap()
}

/// A request as the gate hands it on.
pub(crate) fn by<T>(caller: Caller, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(caller);
    request
}

/// The reason of a refusal.
pub(crate) fn reason<T>(result: Result<T, Status>) -> String {
    match result {
        Ok(_) => "OK".to_owned(),
        Err(status) => reason_of(&status).unwrap_or_else(|| panic!("without a reason: {status}")),
    }
}

/// The broken fields of a refusal, each with its rule.
pub(crate) fn broken_fields<T>(result: Result<T, Status>) -> Vec<(String, String)> {
    let Err(status) = result else { panic!("was not refused") };
    let details = status.get_details_bad_request().expect("field violations");
    let rule = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    details.field_violations.iter().map(|broken| (broken.field.clone(), rule(&broken.description))).collect()
}
