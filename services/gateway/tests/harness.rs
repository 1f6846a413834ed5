//! The gateway between a client and stand-ins of the services and the portal.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use axum::{Router, body::Body, extract::Request, response::Response};
use chassis::{
    ambient::Clock,
    passport::{ACCESS_AUDIENCE, Claims, ISSUER},
    settings::{LogFormat, ProcessSettings, TelemetrySettings, TlsSettings},
};
use gateway::{App, Settings, Upstreams};
use http_body_util::BodyExt as _;
use proto::{
    helpdesk::v1::helpdesk_service_server::HelpdeskServiceServer,
    identity::v1::identity_service_server::IdentityServiceServer,
    registration::v1::{
        dossier_service_server::DossierServiceServer, registration_service_server::RegistrationServiceServer,
    },
    reporting::v1::reporting_service_server::ReportingServiceServer,
    verification::v1::verification_service_server::VerificationServiceServer,
};
use serde_json::Value;
use stack::{Pki, Program};
use tempfile::TempDir;
use time::{OffsetDateTime, macros::datetime};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tonic::transport::{Channel, Server};
use tower::ServiceExt as _;
pub(crate) use worlds::KEY;
use worlds::{Key, nobody, serve, tls_settings};

#[path = "stand_ins.rs"]
mod stand_ins;

pub(crate) use stand_ins::{
    BROKEN_EXPORT, CLAIMED_DOSSIER, CLAIMED_TICKET, ENDED_SESSION, EVENTS, EXPIRED_EXPORT, HASTY, MISSING_DOSSIER,
    MISSING_TICKET, OPEN_DOSSIER, OPEN_TICKET, OWN_NUMBER, READY_EXPORT, SESSION, STRANGER, STRANGERS_NUMBER,
    WAITING_EXPORT, portal,
};
use stand_ins::{Dossiers, Helpdesk, Identity, Mood, Registration, Reporting, Verification};

/// The agencies' feeds are signed by another key, which must not open this door.
pub(crate) const FEEDS: Key = Key {
    id: "feed",
    pem: "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIF/3NDa0AhPntneYVJMWG6ROCLF8n6eLaTduxEtR6q9n
-----END PRIVATE KEY-----",
    x: "eahwpwiKkuWZI4lcriWsQW760M8_1ldArxwwUCuizes",
};

/// When all of these tests happen, whatever day they run on.
const TODAY: OffsetDateTime = datetime!(2026-11-09 08:15 +7);

pub(crate) fn now() -> i64 {
    TODAY.unix_timestamp()
}

pub(crate) fn access_token(session: &str) -> String {
    KEY.sign(&access_claims(session, "verifier_1", "unit:A501"))
}

/// Of somebody with this role there.
pub(crate) fn access_token_of(role: &str, jurisdiction: &str) -> String {
    KEY.sign(&access_claims(SESSION, role, jurisdiction))
}

/// What an access token says, signed by the key of the feeds.
pub(crate) fn token_of_a_feed() -> String {
    FEEDS.sign(&access_claims(SESSION, "verifier_1", "unit:A501"))
}

fn access_claims(session: &str, role: &str, jurisdiction: &str) -> Value {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: ACCESS_AUDIENCE.to_owned(),
        sub: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        account: "0198c0de-0000-7000-8000-000000000002".to_owned(),
        sid: session.to_owned(),
        role: role.to_owned(),
        jurisdiction: jurisdiction.to_owned(),
        iat: now(),
        exp: now() + 300,
    };
    serde_json::to_value(claims).unwrap()
}

pub(crate) struct Door {
    router: Router,
    tasks: TaskTracker,
    stop: CancellationToken,
    _pki: TempDir,
    /// Kept open: the kernel accepts, and nobody reads.
    _silent: Option<std::net::TcpListener>,
    /// Passports that identity issued.
    pub(crate) passports: Arc<AtomicU32>,
    /// How identity answers.
    pub(crate) identity: Mood,
    /// How often reporting was asked for the statistics.
    pub(crate) counted: Arc<AtomicU32>,
}

impl Door {
    pub(crate) async fn open() -> Self {
        Self::with_budget(60_000).await
    }

    pub(crate) async fn with_budget(per_minute: u32) -> Self {
        Self::before(Some(Program::Portal), per_minute).await
    }

    /// Nobody listens where the portal should be.
    pub(crate) async fn without_portal() -> Self {
        Self::before(None, 60_000).await
    }

    /// Somebody of this system listens where the portal should be.
    pub(crate) async fn with_impostor() -> Self {
        Self::before(Some(Program::Registration), 60_000).await
    }

    /// Nobody listens where identity should be; its keys are known from before, or not yet.
    pub(crate) async fn without_identity(keys_known: bool) -> Self {
        let (door, app) = Self::of(Some(Program::Portal), 60_000, Some(nobody())).await;
        if keys_known {
            app.keys.replace(&KEY.jwks()).unwrap();
        }
        door
    }

    /// Somebody listens where identity should be, and says nothing; its keys are known from before.
    pub(crate) async fn with_silent_identity() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let silent = Channel::from_shared(format!("http://{address}")).unwrap().connect_lazy();
        let (mut door, app) = Self::of(Some(Program::Portal), 60_000, Some(silent)).await;
        app.keys.replace(&KEY.jwks()).unwrap();
        door._silent = Some(listener);
        door
    }

    async fn before(portal_is: Option<Program>, per_minute: u32) -> Self {
        let (door, app) = Self::of(portal_is, per_minute, None).await;
        // Known keys mean that identity answers; the revoked set comes over the same connection.
        while !app.keys.is_loaded()
            || door.get("/v1/me", Some(&access_token(ENDED_SESSION))).await.code() != "SESSION_ENDED"
        {
            tokio::task::yield_now().await;
        }
        door
    }

    async fn of(portal_is: Option<Program>, per_minute: u32, identity: Option<Channel>) -> (Self, Arc<App>) {
        let dir = tempfile::tempdir().unwrap();
        let pki = Pki::open(dir.path()).unwrap();
        let portal_address = match portal_is {
            Some(program) => portal(pki.of(program)).await,
            None => "https://127.0.0.1:1".to_owned(),
        };
        let passports = Arc::<AtomicU32>::default();
        let mood = Mood::default();
        let identity = match identity {
            Some(identity) => identity,
            None => {
                let identity = Identity { passports: passports.clone(), mood: mood.clone() };
                serve(Server::builder().add_service(IdentityServiceServer::new(identity))).await
            }
        };
        let registration = Server::builder().add_service(RegistrationServiceServer::new(Registration));
        let registration = serve(registration.add_service(DossierServiceServer::new(Dossiers))).await;
        let verification = serve(Server::builder().add_service(VerificationServiceServer::new(Verification))).await;
        let helpdesk = serve(Server::builder().add_service(HelpdeskServiceServer::new(Helpdesk))).await;
        let counted = Arc::<AtomicU32>::default();
        let reporting = ReportingServiceServer::new(Reporting { counted: counted.clone() });
        let reporting = serve(Server::builder().add_service(reporting)).await;
        let settings = settings(per_minute, portal_address, tls_settings(pki.of(Program::Gateway)));
        let upstreams = Upstreams { identity: identity.clone(), registration, verification, helpdesk, reporting };
        let app = App::new(&settings, upstreams, Clock::standing(TODAY)).unwrap();
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        app.follow(identity, &tasks, &stop);
        let router = gateway::router(app.clone()).into();
        (Self { router, tasks, stop, _pki: dir, _silent: None, passports, identity: mood, counted }, app)
    }

    pub(crate) async fn ask(&self, request: Request) -> Answer {
        Answer::of(self.begin(request).await).await
    }

    /// An answer whose body is still to come.
    pub(crate) async fn begin(&self, request: Request) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> Answer {
        let request = Request::get(path);
        let request = match token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        };
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(post(path).body(Body::from(body.to_string())).unwrap()).await
    }

    /// A request of somebody signed in, with a body when there is one.
    pub(crate) async fn ask_as(&self, session: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {}", access_token(session)));
        let request = request.header("idempotency-key", "0198c0de-0000-7000-8000-000000000001");
        self.ask(request.body(body.map_or(Body::empty(), |body| Body::from(body.to_string()))).unwrap()).await
    }

    pub(crate) fn issued_passports(&self) -> u32 {
        self.passports.load(Ordering::Relaxed)
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.stop.cancel();
        self.tasks.close();
    }
}

pub(crate) fn post(path: &str) -> axum::http::request::Builder {
    Request::post(path).header("content-type", "application/json")
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) text: String,
    /// The body broke off.
    pub(crate) broken: bool,
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (head, body) = response.into_parts();
        let (text, broken) = match body.collect().await {
            Ok(collected) => (String::from_utf8_lossy(&collected.to_bytes()).into_owned(), false),
            Err(_) => (String::new(), true),
        };
        Self { status: head.status.as_u16(), headers: head.headers, text, broken }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Field and code of every error.
    pub(crate) fn errors(&self) -> Vec<(String, String)> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
        errors.iter().map(|error| (text(error, "field"), text(error, "code"))).collect()
    }

    pub(crate) fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }
}

fn settings(per_minute: u32, portal_address: String, tls: TlsSettings) -> Settings {
    let unused = "127.0.0.1:0".parse().unwrap();
    Settings {
        process: ProcessSettings {
            telemetry: TelemetrySettings {
                log: "off".to_owned(),
                log_format: LogFormat::Pretty,
                otlp_endpoint: None,
                trace_ratio: 0.0,
            },
            ops_listen: unused,
        },
        tls,
        listen: unused,
        identity_address: String::new(),
        registration_address: String::new(),
        verification_address: String::new(),
        helpdesk_address: String::new(),
        reporting_address: String::new(),
        portal_address,
        // Nobody listens there: what is tested is also what holds without Redis.
        redis_url: "redis://127.0.0.1:1/".to_owned(),
        trusted_proxies: Vec::new(),
        public_per_minute: per_minute.try_into().unwrap(),
        sign_in_per_minute: per_minute.try_into().unwrap(),
        connections: 16,
    }
}
