//! The portal between a browser and stand-ins of the services.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, request::Builder},
};
use chassis::{ambient::Clock, redis::Redis, vault::MasterKey};
use http_body_util::BodyExt as _;
use portal::Owners;
use proto::{
    identity::v1::identity_service_server::IdentityServiceServer,
    registration::v1::registration_service_server::RegistrationServiceServer,
    reporting::v1::reporting_service_server::ReportingServiceServer,
};
use tonic::transport::Server;
use tower::ServiceExt as _;
use worlds::{KEY, NO_REDIS};
pub(crate) use worlds::{nobody, serve};

use crate::stand_ins::{self, Identity, Registration, Reporting};

const MASTER_KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
/// As the gateway names a browser and its address.
pub(crate) const BROWSER: &str = "abcdefghijklmnopqrstuv 203.0.113.7";

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// The token of the last form of the page: the frame's own come first.
    pub(crate) fn token(&self) -> String {
        let (_, rest) = self.html.rsplit_once("name=\"form_token\" value=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }
}

pub(crate) struct Portal {
    router: axum::Router,
    pub(crate) clock: Clock,
}

impl Portal {
    pub(crate) async fn open() -> Self {
        Self::among(|_| {}).await
    }

    /// With other owners than the usual ones.
    pub(crate) async fn among(change: impl FnOnce(&mut Owners)) -> Self {
        let identity = serve(Server::builder().add_service(IdentityServiceServer::new(Identity))).await;
        let registration = serve(Server::builder().add_service(RegistrationServiceServer::new(Registration))).await;
        let reporting = serve(Server::builder().add_service(ReportingServiceServer::new(Reporting))).await;
        let mut owners = Owners { identity, registration, verification: nobody(), helpdesk: nobody(), reporting };
        change(&mut owners);
        Self::of(owners)
    }

    /// In front of other stand-ins.
    pub(crate) fn of(owners: Owners) -> Self {
        Self::with_keys(owners, &KEY.jwks())
    }

    /// A portal that knows these keys; an empty set is one that has just started.
    pub(crate) fn with_keys(owners: Owners, jwks: &str) -> Self {
        let clock = Clock::standing(stand_ins::TODAY);
        let redis = Redis::connect(NO_REDIS, Duration::from_millis(150)).unwrap();
        let key = MasterKey::from_base64(MASTER_KEY).unwrap();
        let app: Arc<portal::App> = portal::App::new(owners, &key, redis, clock.clone());
        app.keys.replace(jwks).unwrap();
        Self { router: portal::router(app).into(), clock }
    }

    pub(crate) async fn ask(&self, request: Builder, body: Body) -> Answer {
        let request: Request = request.body(body).unwrap();
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            html: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str, passport: Option<&str>) -> Answer {
        let request = Request::get(path).header("x-epupns-client", BROWSER);
        let request = match passport {
            Some(passport) => request.header("epupns-passport", passport),
            None => request,
        };
        self.ask(request, Body::empty()).await
    }

    /// Sends what is typed together with a token.
    pub(crate) async fn send_with(&self, path: &str, token: &str, typed: &str) -> Answer {
        let request = Request::post(path).header("x-epupns-client", BROWSER);
        self.ask(request, Body::from(format!("{typed}&form_token={token}"))).await
    }

    /// Looks at the page `from`, and sends its form to `path`.
    pub(crate) async fn send(&self, from: &str, path: &str, typed: &str) -> Answer {
        let token = self.get(from, None).await.token();
        self.send_with(path, &token, typed).await
    }
}

/// What holds for every page as it is answered; what is in it, `src/every_page.rs` checks.
pub(crate) fn assert_page(page: &Answer, status: u16, heading: &str) {
    assert_eq!(page.status, status, "{}", page.html);
    assert!(page.html.contains(heading), "{}", page.html);
    let policy = page.header("content-security-policy");
    for part in ["default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'"]
    {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "same-origin"));
}
