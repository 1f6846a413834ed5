//! Every path that is not the gateway's own is a page: it goes to the portal, with a passport instead of the cookies.

mod away;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{FromRequestParts as _, Request, State},
    http::{HeaderMap, HeaderName, Method, header, request::Parts},
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use bytes::Bytes;
use chassis::{
    grpc::{budget_left, within_budget},
    telemetry::propagation,
};
use doorway::{
    path::{Group, for_the_portal},
    told::{ClientKey, Session, Told},
    wish::{Unreadable, Wish},
};
use tokio::time::Instant;

use self::away::Away;
use crate::{
    app::App,
    body::{self, USUAL_LIMIT},
    browser,
    client::Client,
    limits::Budget,
    problem::Problem,
    session::{BrowserSession, SessionCookies},
};

/// Headers that speak of one connection only (RFC 9110, 7.6.1).
const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
];
/// Hands a request to the portal and its answer back.
///
/// # Errors
/// Over budget, or a body that is too large, slow or compressed.
pub(crate) async fn to_portal(State(app): State<Arc<App>>, request: Request) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let Ok(client) = Client::from_request_parts(&mut parts, &app).await;
    let group = Group::of(parts.uri.path());
    let checks_secrets = parts.method == Method::POST && group.may_check_secrets();
    let budget = if checks_secrets { Budget::SignIn } else { Budget::Public };
    app.limits.spend(&client, budget).await?;
    let body = body::read(&parts.headers, body, USUAL_LIMIT).await?;
    // From here on it is we who are waited for: how long a phone takes to send is its own.
    // On the heap: what every layer above hands on stays small.
    let page = Box::pin(page(&app, group, &client, parts, body));
    Ok(within_budget(Instant::now() + group.budget(), page).await)
}

/// The answer to a whole request, in time.
async fn page(app: &App, group: Group, client: &Client, parts: Parts, body: Bytes) -> Response {
    let jar = CookieJar::from_headers(&parts.headers);
    let (session, whose) = match group.has_session() {
        true => {
            let known = Box::pin(app.sessions.at_pages(&jar));
            within_budget(Instant::now() + group.budget_of_session(), known).await
        }
        false => (BrowserSession::None, Session::Nobody),
    };
    let left = || budget_left().unwrap_or_default();
    // Named before the portal sees it: what the first page binds to the browser is bound to the name that it will bear.
    let (browser, named) = browser::known_or_named(jar.clone());
    let told = Told {
        client: ClientKey { device: browser, address: client.key() },
        language: browser::language(&jar),
        session: whose,
        left: for_the_portal(left()),
    };
    let mut headers = forwarded(&parts.headers);
    told.put(&mut headers);
    let away = Away::of(&parts, body.clone());
    let mut onward = Request::new(Body::from(body));
    *onward.method_mut() = parts.method;
    *onward.uri_mut() = app.portal.address_of(&parts.uri);
    *onward.headers_mut() = headers;

    let (response, wish) = match app.portal.ask(onward, left()).await {
        Some(mut response) => {
            strip_hop_by_hop(response.headers_mut());
            let wish = Wish::take(response.headers_mut());
            (response, wish)
        }
        None => (away.into_response(), Ok(None)),
    };
    let name = if is_page(&response) { named } else { CookieJar::new() };
    // Whatever else fails, renewed cookies reach the browser: the refresh token that it holds was used up by now,
    // and using it again would end the session.
    match wish {
        Ok(None) => (name, cookies_of(session), response).into_response(),
        wish => match cookies_wished(app, &session, wish).await {
            Ok(jar) => (name, jar, response).into_response(),
            Err(problem) => (name, cookies_of(session), problem).into_response(),
        },
    }
}

/// Whether a browser may be told its name with this answer: what is no page may be kept by caches that many share.
fn is_page(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// What the browser's cookies become by what became of the session: renewed, cleared or left alone.
fn cookies_of(session: BrowserSession) -> CookieJar {
    let jar = CookieJar::new();
    match session {
        BrowserSession::Live { renewed: Some(renewed), .. }
        | BrowserSession::Unknown { renewed: Some(renewed), .. } => renewed.set(jar),
        BrowserSession::Ended => SessionCookies::clear(jar),
        BrowserSession::None
        | BrowserSession::Live { renewed: None, .. }
        | BrowserSession::Unknown { renewed: None, .. } => jar,
    }
}

/// What the browser's cookies become as the portal wishes.
async fn cookies_wished(
    app: &App,
    session: &BrowserSession,
    wish: Result<Option<Wish>, Unreadable>,
) -> Result<CookieJar, Problem> {
    match wish {
        Ok(None) => Ok(CookieJar::new()),
        Ok(Some(Wish::End)) => {
            match session {
                BrowserSession::Live { claims, .. } => app.sessions.end(&claims.sid).await?,
                // Not ended, and not forgotten either.
                BrowserSession::Unknown { again, .. } => return Err(Problem::unavailable().retry_after(*again)),
                BrowserSession::None | BrowserSession::Ended => {}
            }
            Ok(SessionCookies::clear(CookieJar::new()))
        }
        Ok(Some(Wish::Keep(tokens))) => Ok(SessionCookies::from(tokens).set(CookieJar::new())),
        Err(Unreadable) => {
            tracing::error!("the portal's session header is not readable");
            Err(Problem::new("INTERNAL"))
        }
    }
}

/// The headers that go on: none of the connection or of the session; the trace does. Those of ours are [`Told::put`]'s.
fn forwarded(headers: &HeaderMap) -> HeaderMap {
    let mut onward = headers.clone();
    strip_hop_by_hop(&mut onward);
    let ours = [header::COOKIE, header::AUTHORIZATION, header::CONTENT_LENGTH, header::HOST];
    for name in ours {
        onward.remove(name);
    }
    onward.remove("traceparent");
    if let Some(parent) = propagation::current_trace_parent().and_then(|parent| parent.parse().ok()) {
        onward.insert("traceparent", parent);
    }
    onward
}

fn strip_hop_by_hop(headers: &mut HeaderMap) {
    let listed: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in listed.iter().chain(&HOP_BY_HOP) {
        headers.remove(name);
    }
}
