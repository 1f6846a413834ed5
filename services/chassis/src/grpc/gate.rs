//! The gate in front of every rpc: certificate, permission row, passport, deadline, trace, metrics. Deny by default.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use kernel::{Caller, Person};
use metrics::histogram;
use tokio::time::Instant;
use tonic::{
    Code, Status,
    body::Body,
    transport::server::{TcpConnectInfo, TlsConnectInfo},
};
use tower::{Layer, Service};
use tracing::Instrument as _;

use super::{
    deadline,
    permission::{Callers, Permission, Permissions},
};
use crate::{ambient::Clock, passport, passport::KeySet, reason::Refusal, telemetry::propagation, tls::Peer};

/// Asked by Kubernetes' probes, which have no certificate of ours when they ask the ops port, and by nobody else here.
const OPEN: &str = "/grpc.health.v1.Health/";

/// The layer.
#[derive(Clone)]
pub struct Gate {
    /// By the path of the rpc, `/package.Service/Method`.
    rows: Arc<HashMap<String, Permission>>,
    keys: Arc<KeySet>,
    clock: Clock,
    audience: &'static str,
}

impl Gate {
    /// A gate with the rows of all services behind it; `audience` is this process's own name.
    #[must_use]
    pub fn new(audience: &'static str, rows: &[Permissions], keys: Arc<KeySet>, clock: Clock) -> Self {
        let rows = rows.iter().flat_map(Permissions::by_path).collect();
        Self { rows: Arc::new(rows), keys, clock, audience }
    }

    fn admit(&self, request: &Request<Body>) -> Result<(Caller, Permission), Status> {
        let peer = peer(request).ok_or_else(|| {
            Refusal::new(Code::Unauthenticated, "CERTIFICATE_REQUIRED", "no certificate of this system")
        })?;
        let row = self.rows.get(request.uri().path()).ok_or_else(|| refused("NO_PERMISSION_ROW"))?;
        if !row.admits(&peer) {
            return Err(refused("PEER_NOT_PERMITTED"));
        }
        let caller = match (row.callers, peer) {
            (Callers::Public, _) => Caller::Public,
            (Callers::Anyone, _) => self.anyone(request.headers())?,
            (Callers::Peer, Peer::Service(name)) => Caller::Service(name),
            (Callers::Peer, Peer::Operator(name)) => Caller::Operator(name),
            (Callers::Roles(roles), _) => {
                let person = self.person(request.headers())?;
                if !roles.contains(&person.role) {
                    return Err(refused("ROLE_NOT_PERMITTED"));
                }
                Caller::Person(person)
            }
        };
        Ok((caller, *row))
    }

    /// Who shows no passport is nobody in particular; who shows one must have a good one, or their deed would not be theirs.
    fn anyone(&self, headers: &HeaderMap) -> Result<Caller, Status> {
        if headers.contains_key(passport::METADATA_KEY) {
            self.person(headers).map(Caller::Person)
        } else {
            Ok(Caller::Public)
        }
    }

    fn person(&self, headers: &HeaderMap) -> Result<kernel::Person, Status> {
        let invalid = || Status::from(Refusal::new(Code::Unauthenticated, "PASSPORT_INVALID", "no valid passport"));
        let token = headers.get(passport::METADATA_KEY).and_then(|value| value.to_str().ok()).ok_or_else(invalid)?;
        // A process that has just started cannot judge yet, nor one that identity's new key has not reached: nobody is signed out by that.
        if !self.keys.is_loaded() || self.keys.lacks_key_of(token) {
            let away = Refusal::new(Code::Unavailable, "UNAVAILABLE", "signing keys are not known yet");
            return Err(away.retry_after(Duration::from_secs(1)).into());
        }
        let claims = self.keys.verify(token, self.audience, self.clock.now()).map_err(|_| invalid())?;
        claims.person().map_err(|_| invalid())
    }
}

fn refused(reason: &'static str) -> Status {
    Refusal::new(Code::PermissionDenied, reason, "not permitted").into()
}

/// The caller that the gate let in.
///
/// # Errors
/// Never behind a gate; `INTERNAL` if a door was opened without one.
pub fn caller<T>(request: &tonic::Request<T>) -> Result<Caller, Status> {
    request.extensions().get::<Caller>().cloned().ok_or_else(|| refused("NO_GATE"))
}

/// The person who asks; the permission row lets nobody else in.
///
/// # Errors
/// [`not_permitted`] for whoever is no person, should a row be wider.
pub fn person<T>(request: &tonic::Request<T>) -> Result<Person, Status> {
    caller(request)?.person().cloned().ok_or_else(not_permitted)
}

/// What a caller is told who has no business at a door, and no more.
#[must_use]
pub fn not_permitted() -> Status {
    Status::permission_denied("not permitted")
}

/// The passport that came with a request that the gate let in, to be exchanged for the next hop.
#[must_use]
pub fn passport_of<T>(request: &tonic::Request<T>) -> Option<String> {
    request.metadata().get(passport::METADATA_KEY).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn peer(request: &Request<Body>) -> Option<Peer> {
    let connection = request.extensions().get::<TlsConnectInfo<TcpConnectInfo>>()?;
    let certificates = connection.peer_certs()?;
    Peer::from_certificate(certificates.first()?)
}

impl<S> Layer<S> for Gate {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated { gate: self.clone(), inner }
    }
}

/// A service behind a [`Gate`].
#[derive(Clone)]
pub struct Gated<S> {
    gate: Gate,
    inner: S,
}

impl<S> Service<Request<Body>> for Gated<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        if request.uri().path().starts_with(OPEN) {
            return Box::pin(inner.call(request));
        }
        let start = Instant::now();
        // An unknown name is the caller's text: it must not become a metric or a span.
        let known = self.gate.rows.get(request.uri().path()).map_or("unknown", |row| row.rpc);
        let span = tracing::info_span!(
            "rpc",
            otel.name = known,
            otel.kind = "server",
            rpc.system = "grpc",
            rpc.method = known
        );
        let parent = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
        propagation::continue_trace(&span, parent);
        let admitted = self.gate.admit(&request);
        let work = async move {
            let (caller, row) = match admitted {
                Ok(admitted) => admitted,
                Err(status) => return finish(known, start, status.into_http()),
            };
            let left = deadline::asked(request.headers()).map_or(row.deadline, |asked| asked.min(row.deadline));
            request.extensions_mut().insert(caller);
            if left.is_zero() {
                // Nobody waits: nothing is begun.
                return finish(known, start, late().into_http());
            }
            let until = start + left;
            let response = deadline::under(until, tokio::time::timeout_at(until, inner.call(request))).await;
            let response = response.unwrap_or_else(|_| Ok(late().into_http()));
            response.map(|response| finish(known, start, response).unwrap_or_else(|never| match never {}))
        };
        Box::pin(work.instrument(span))
    }
}

fn late() -> Status {
    Refusal::new(Code::DeadlineExceeded, "DEADLINE_EXCEEDED", "took too long").into()
}

fn finish(rpc: &'static str, start: Instant, response: Response<Body>) -> Result<Response<Body>, Infallible> {
    let code = response.headers().get("grpc-status").map_or(Code::Ok, |code| Code::from_bytes(code.as_bytes()));
    let seconds = start.elapsed().as_secs_f64();
    histogram!("epupns_rpc_duration_seconds", "rpc" => rpc, "code" => format!("{code:?}")).record(seconds);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::reason_of;

    #[test]
    fn at_an_open_door_a_passport_is_optional_and_a_broken_one_is_refused() {
        let keys = Arc::new(KeySet::default());
        let gate = Gate::new("helpdesk", &[], keys.clone(), Clock::system());
        let mut headers = HeaderMap::new();
        assert!(matches!(gate.anyone(&headers), Ok(Caller::Public)));
        headers.insert(passport::METADATA_KEY, "broken".parse().unwrap());
        let refused = |gate: &Gate| reason_of(&gate.anyone(&headers).unwrap_err());
        assert_eq!(
            refused(&gate).as_deref(),
            Some("UNAVAILABLE"),
            "nobody is taken for a stranger before keys are known"
        );
        let key =
            r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"k"}]}"#;
        keys.replace(key).unwrap();
        assert_eq!(refused(&gate).as_deref(), Some("PASSPORT_INVALID"));
    }

    #[test]
    fn a_passport_of_a_key_that_has_not_arrived_is_refused_for_the_moment_only() {
        let key =
            r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"k"}]}"#;
        let keys = Arc::new(KeySet::default());
        keys.replace(key).unwrap();
        let gate = Gate::new("helpdesk", &[], keys, Clock::system());
        // {"alg":"EdDSA","kid":"next"} and {"alg":"EdDSA","kid":"k"}, signed by nobody.
        for (head, reason) in [
            ("eyJhbGciOiJFZERTQSIsImtpZCI6Im5leHQifQ", "UNAVAILABLE"),
            ("eyJhbGciOiJFZERTQSIsImtpZCI6ImsifQ", "PASSPORT_INVALID"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(passport::METADATA_KEY, format!("{head}.e30.AAAA").parse().unwrap());
            assert_eq!(reason_of(&gate.anyone(&headers).unwrap_err()).as_deref(), Some(reason));
        }
    }

    #[test]
    fn a_row_is_for_the_rpc_of_its_own_service_alone() {
        const ROWS: &[Permission] = &[Permission::operators("List")];
        let tables = [Permissions::of("epupns.helpdesk.v1.HelpdeskService", ROWS)];
        let gate = Gate::new("helpdesk", &tables, Arc::default(), Clock::system());
        assert!(gate.rows.contains_key("/epupns.helpdesk.v1.HelpdeskService/List"));
        for other in
            ["/epupns.other.v1.OtherService/List", "/List", "List", "//epupns.helpdesk.v1.HelpdeskService/List"]
        {
            assert!(!gate.rows.contains_key(other), "{other}");
        }
    }
}
