//! A router as a door serves it. Doors take nothing else, so that what holds here holds for every answer, whoever made it: a
//! handler, a layer, a proxy.

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};

use crate::again;

/// A whole router: no answer that helps only later leaves it without `Retry-After`, and no refusal without `no-store`.
#[derive(Clone)]
pub struct Served(Router);

impl Served {
    /// The outermost layers around everything.
    pub fn of(router: Router) -> Self {
        Self(router.layer(middleware::from_fn(says_when)).layer(middleware::from_fn(is_kept_by_nobody)))
    }
}

impl From<Served> for Router {
    fn from(served: Served) -> Self {
        served.0
    }
}

async fn says_when(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(delay) = again::due(response.status(), None) {
        let missing = response.headers_mut().entry(header::RETRY_AFTER);
        missing.or_insert_with(|| HeaderValue::from(again::seconds(delay)));
    }
    response
}

/// Caches may keep a 404 or a 405 by their own judgement (RFC 9111, 4.2.2), and a refusal is one visitor's at one moment.
async fn is_kept_by_nobody(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use std::{future, time::Duration};

    use axum::{
        body::Body,
        error_handling::HandleErrorLayer,
        http::StatusCode,
        response::IntoResponse,
        routing::{any, get},
    };
    use tower::{BoxError, ServiceBuilder, ServiceExt as _, load_shed::LoadShedLayer, timeout::TimeoutLayer};

    use super::*;

    const AWAY: StatusCode = StatusCode::SERVICE_UNAVAILABLE;

    async fn ask(router: Router, path: &str) -> Response {
        let router: Router = Served::of(router).into();
        router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
    }

    fn when(response: &Response) -> Option<&str> {
        response.headers().get(header::RETRY_AFTER).map(|seconds| seconds.to_str().unwrap())
    }

    #[tokio::test]
    async fn whoever_makes_a_503_it_says_when_to_come_back() {
        let late = any(future::pending::<()>).layer(
            ServiceBuilder::new()
                .layer(HandleErrorLayer::new(async |_: BoxError| AWAY))
                .layer(TimeoutLayer::new(Duration::ZERO)),
        );
        // A service that is never ready is shed.
        let full = tower::service_fn(async |_: Request| Ok::<_, BoxError>(().into_response()));
        let full = ServiceBuilder::new()
            .layer(HandleErrorLayer::new(async |_: BoxError| AWAY))
            .layer(LoadShedLayer::new())
            .concurrency_limit(0)
            .service(full);
        let refused = async |_: Request, _: Next| AWAY;
        let router = Router::new()
            .route("/handler", get(async || AWAY))
            .route("/layer", get(async || "never").layer(middleware::from_fn(refused)))
            .route("/late", late)
            .route_service("/full", full)
            .fallback(async || (AWAY, "a proxy's"));
        for path in ["/handler", "/layer", "/late", "/full", "/elsewhere"] {
            let answer = ask(router.clone(), path).await;
            assert_eq!((answer.status(), when(&answer)), (AWAY, Some("2")), "{path}");
        }
    }

    #[tokio::test]
    async fn a_refusal_is_kept_by_nobody_whoever_makes_it() {
        const SHARED: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "public, max-age=300")];
        let refused = async |_: Request, _: Next| StatusCode::FORBIDDEN;
        let router = Router::new()
            .route("/page", get(async || (SHARED, "a page")))
            .route("/broken", get(async || StatusCode::INTERNAL_SERVER_ERROR))
            .route("/gone", get(async || (StatusCode::GONE, SHARED)))
            .route("/layer", get(async || "never").layer(middleware::from_fn(refused)));
        let kept = async |path| {
            let answer = ask(router.clone(), path).await;
            answer.headers().get(header::CACHE_CONTROL).map(|kept| kept.to_str().unwrap().to_owned())
        };
        for path in ["/broken", "/gone", "/layer", "/nowhere"] {
            assert_eq!(kept(path).await.as_deref(), Some("no-store"), "{path}");
        }
        assert_eq!(kept("/page").await.as_deref(), Some("public, max-age=300"));
    }

    #[tokio::test]
    async fn what_is_said_already_stays_and_other_answers_say_nothing() {
        let router = Router::new()
            .route("/said", get(async || (AWAY, [(header::RETRY_AFTER, "30")])))
            .route("/many", get(async || StatusCode::TOO_MANY_REQUESTS))
            .route("/well", get(async || "well"))
            .route("/broken", get(async || StatusCode::INTERNAL_SERVER_ERROR));
        for (path, said) in [("/said", Some("30")), ("/many", Some("2")), ("/well", None), ("/broken", None)] {
            assert_eq!(when(&ask(router.clone(), path).await), said, "{path}");
        }
    }
}
