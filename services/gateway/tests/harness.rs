//! The gateway between a client and stand-ins of identity, registration and the portal.

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
use gateway::{App, Settings};
use http_body_util::BodyExt as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use proto::{
    identity::v1::identity_service_server::IdentityServiceServer,
    registration::v1::registration_service_server::RegistrationServiceServer,
};
use serde_json::{Value, json};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tonic::transport::{Channel, Server};
use tower::ServiceExt as _;

#[path = "stand_ins.rs"]
mod stand_ins;

pub(crate) use stand_ins::{ENDED_SESSION, SESSION, portal};
use stand_ins::{Identity, Registration};

/// An Ed25519 key that signs nothing but these tests.
const KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIIAPuUVro+zBlA0sLlAlG0ayD5P/wzDbVtr9PvDkGzIy
-----END PRIVATE KEY-----";
const X: &str = "xAOe60ftQafA1KRgzgS6SYZLk3BkvpqHSzIHhbJ0Ycg";

pub(crate) fn jwks() -> String {
    json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": X, "kid": "k1", "use": "sig", "alg": "EdDSA" }] })
        .to_string()
}

pub(crate) fn sign(claims: &Value) -> String {
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some("k1".to_owned());
    encode(&header, claims, &EncodingKey::from_ed_pem(KEY.as_bytes()).unwrap()).unwrap()
}

pub(crate) fn now() -> i64 {
    Clock::system().now().unix_timestamp()
}

pub(crate) fn access_token(session: &str) -> String {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: ACCESS_AUDIENCE.to_owned(),
        sub: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        account: "0198c0de-0000-7000-8000-000000000002".to_owned(),
        sid: session.to_owned(),
        role: "verifier_1".to_owned(),
        jurisdiction: "unit:A501".to_owned(),
        iat: now(),
        exp: now() + 300,
    };
    sign(&serde_json::to_value(claims).unwrap())
}

pub(crate) struct Door {
    router: Router,
    tasks: TaskTracker,
    stop: CancellationToken,
    /// Passports that identity issued.
    pub(crate) passports: Arc<AtomicU32>,
}

impl Door {
    pub(crate) async fn open() -> Self {
        Self::with_budget(60_000).await
    }

    pub(crate) async fn with_budget(per_minute: u32) -> Self {
        Self::before(portal().await, per_minute).await
    }

    /// Nobody listens where the portal should be.
    pub(crate) async fn without_portal() -> Self {
        Self::before("http://127.0.0.1:1".to_owned(), 60_000).await
    }

    async fn before(portal_address: String, per_minute: u32) -> Self {
        let passports = Arc::<AtomicU32>::default();
        let identity =
            serve(Server::builder().add_service(IdentityServiceServer::new(Identity { passports: passports.clone() })))
                .await;
        let registration = serve(Server::builder().add_service(RegistrationServiceServer::new(Registration))).await;
        let settings = settings(per_minute, portal_address);
        let app = App::new(&settings, identity.clone(), registration, Clock::system()).unwrap();
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        app.follow(identity, &tasks, &stop);
        let door = Self { router: gateway::router(app.clone()), tasks, stop, passports };
        // Known keys mean that identity answers; the revoked set comes over the same connection.
        while !app.keys.is_loaded()
            || door.get("/v1/me", Some(&access_token(ENDED_SESSION))).await.code() != "SESSION_ENDED"
        {
            tokio::task::yield_now().await;
        }
        door
    }

    pub(crate) async fn ask(&self, request: Request) -> Answer {
        Answer::of(self.router.clone().oneshot(request).await.unwrap()).await
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
}

impl Answer {
    async fn of(response: Response) -> Self {
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self { status: head.status.as_u16(), headers: head.headers, text }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
    }
}

async fn serve(server: tonic::transport::server::Router) -> Channel {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(server.serve_with_incoming(tonic::transport::server::TcpIncoming::from(listener)));
    Channel::from_shared(format!("http://{address}")).unwrap().connect_lazy()
}

fn settings(per_minute: u32, portal_address: String) -> Settings {
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
        tls: TlsSettings { tls_ca_file: "".into(), tls_cert_file: "".into(), tls_key_file: "".into() },
        listen: unused,
        identity_address: String::new(),
        registration_address: String::new(),
        portal_address,
        // Nobody listens there: what is tested is also what holds without Redis.
        redis_url: "redis://127.0.0.1:1/".to_owned(),
        trusted_proxies: Vec::new(),
        public_per_minute: per_minute.try_into().unwrap(),
        sign_in_per_minute: per_minute.try_into().unwrap(),
        connections: 16,
    }
}
