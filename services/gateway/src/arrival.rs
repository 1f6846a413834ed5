//! Who a request comes from, as an operation is handed it: the client at the other end, the person whose session it shows. Above
//! [`App`], which knows whom to believe; what they are stands below it.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use axum_extra::extract::CookieJar;

use crate::{
    app::App,
    client::Client,
    problem::Problem,
    session::{PerhapsSignedIn, SessionCookies, SignedIn},
};

impl FromRequestParts<Arc<App>> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let socket =
            parts.extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::from([0, 0, 0, 0]), |info| info.0.ip());
        Ok(Self::find(socket, &parts.headers, &app.trusted_proxies))
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let token = token(&parts.headers).ok_or_else(|| Problem::new("SESSION_REQUIRED"))?;
        app.sessions.check(&token).map(Self)
    }
}

impl FromRequestParts<Arc<App>> for PerhapsSignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        token(&parts.headers).map(|token| app.sessions.check(&token)).transpose().map(Self)
    }
}

fn token(headers: &HeaderMap) -> Option<String> {
    bearer(headers).or_else(|| SessionCookies::read(&CookieJar::from_headers(headers)).access)
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
