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
    ambient::secret_bytes,
    events::{Aggregate, Heard},
    jobs::{Pass, Schedule},
};
use ed25519_dalek::SigningKey;
use prost::Name;
use proto::{
    identity::v1::{
        PrepareAccountRequest, Session, SignInRequest, SignInResponse, identity_service_client::IdentityServiceClient,
        identity_service_server::IdentityServiceServer, sign_in_response::Next,
    },
    registration::v1::{RegistrationConfirmed, RegistrationSubmitted},
};
use stack::Program;
use time::Duration;
use tokio_util::sync::CancellationToken;
use tonic::{Response, Status};
use uuid::Uuid;
use worlds::{Ground, master_key, redis, redis_url};
pub(crate) use worlds::{NO_REDIS, broken_fields, by, number, reason};

use super::recorder::Recorder;

/// A client that speaks to the service without a wire in between.
pub(crate) type Client = IdentityServiceClient<IdentityServiceServer<grpc::Door>>;

/// A good password.
pub(crate) const PASSWORD: &str = "kuda lumping terbang 7";
/// Whoever tells no other device.
pub(crate) const DEVICE: &str = "device-1";
/// The service and everything around it.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) registration: Arc<Recorder>,
    ground: Ground,
}

worlds::stands_on_ground!(World);

impl World {
    pub(crate) async fn new(test: &str) -> Self {
        Self::with_redis(test, &redis_url()).await
    }

    pub(crate) async fn with_redis(test: &str, redis_url: &str) -> Self {
        let ground = Ground::new(Program::Identity, test).await;
        let registration = Arc::new(Recorder::default());
        let master = master_key();
        let signer = Signer::new(&SigningKey::from_bytes(&secret_bytes()), None);
        let keys = Arc::new(chassis::passport::KeySet::default());
        keys.replace(signer.jwks_json()).unwrap();
        let redis = redis(redis_url);
        let peppers = Peppers { current: Pepper::new([1; 32]), previous: None };
        let app = App {
            db: ground.db.clone(),
            outbox: ground.outbox(),
            signer: Arc::new(signer),
            keys,
            hashes: HashPool::start(PoolSettings { threads: 2, queue: 256 }, &peppers).unwrap(),
            throttle: Throttle::new(redis.clone(), ground.clock.clone(), &master),
            spent_challenges: Arc::new(RedisSpentChallenges::new(redis)),
            challenge_cost: 1,
            access_log_kept: Duration::days(730),
            registration: registration.clone(),
            master,
            clock: ground.clock.clone(),
        };
        let client = IdentityServiceClient::new(grpc::service(app.clone()));
        Self { app, client, registration, ground }
    }

    /// Hears an event of a registration, in a transaction that only success commits.
    pub(crate) async fn hear<M: Name>(&self, registration_id: &str, message: M) -> anyhow::Result<()> {
        let aggregate = Aggregate { id: registration_id.parse().unwrap(), version: 1 };
        self.take(&Heard { aggregate: Some(aggregate), ..self.event(message) }).await
    }

    /// An event without an aggregate.
    pub(crate) fn event<M: Name>(&self, message: M) -> Heard {
        self.ground.event(message, None)
    }

    /// Hears this event, in a transaction that only success commits.
    pub(crate) async fn take(&self, event: &Heard) -> anyhow::Result<()> {
        let app = self.app.clone();
        let listener = self
            .ground
            .hear(event.clone(), move |tx, event| Box::pin(async move { hears::hear(&app, tx, event).await }));
        listener.await
    }

    /// A pass of a job, as a program of its own has it.
    pub(crate) fn pass(&self, schedule: Schedule) -> Pass {
        self.pass_until(schedule, CancellationToken::new())
    }

    /// The same in a program that is asked to stop.
    pub(crate) fn pass_until(&self, schedule: Schedule, stop: CancellationToken) -> Pass {
        Pass::new(self.holder(), schedule, stop)
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
