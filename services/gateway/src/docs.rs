//! The description of the operations, for programs and for readers; nothing of it comes from another host.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    Router,
    extract::State,
    http::{HeaderName, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use rust_embed::RustEmbed;
use utoipa::openapi::{OpenApi, path::Operation};

use crate::{catalogue, problem::Problem};

/// Scalar's bundle, when `deploy/assets` has fetched it; the page is readable without.
#[derive(RustEmbed)]
#[folder = "assets/vendor"]
#[allow_missing = true]
struct Vendor;

const BUNDLE: &str = "scalar.js";
const START: &str = include_str!("../assets/docs.js");
const STYLE: &str = include_str!("../assets/docs.css");
/// The page talks to this host only. Scalar writes its styles at run time.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Typed = [(HeaderName, &'static str); 2];

/// The description, rendered once.
pub(crate) struct Described {
    json: String,
    page: String,
    problems: String,
}

impl Described {
    /// Renders a description.
    #[must_use]
    pub(crate) fn new(openapi: &OpenApi) -> Arc<Self> {
        Arc::new(Self { json: json(openapi), page: page(openapi), problems: problems() })
    }
}

/// A description as it is committed and served.
#[must_use]
pub(crate) fn json(openapi: &OpenApi) -> String {
    openapi.to_pretty_json().expect("a description is made of strings and maps") + "\n"
}

/// The routes of the description, beside whatever routes.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(described: Arc<Described>) -> Router<S> {
    Router::new()
        .route(
            "/v1/openapi.json",
            get(async |State(d): State<Arc<Described>>| (kept("application/json"), d.json.clone())),
        )
        .route("/v1/asyncapi.yaml", get(async || (kept("application/yaml"), proto::ASYNCAPI)))
        .route("/docs", get(async |State(d): State<Arc<Described>>| (policy(), Html(d.page.clone()))))
        .route("/docs/problems", get(async |State(d): State<Arc<Described>>| (policy(), Html(d.problems.clone()))))
        .route("/docs/start.js", get(async || (kept("text/javascript"), START)))
        .route("/docs/docs.css", get(async || (kept("text/css"), STYLE)))
        .route("/docs/scalar.js", get(bundle))
        .with_state(described)
}

async fn bundle() -> Response {
    match Vendor::get(BUNDLE) {
        Some(file) => (kept("text/javascript"), file.data.into_owned()).into_response(),
        None => Problem::new("ROUTE_NOT_FOUND").into_response(),
    }
}

fn kept(kind: &'static str) -> Typed {
    [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=300")]
}

fn policy() -> [(HeaderName, &'static str); 1] {
    [(header::CONTENT_SECURITY_POLICY, POLICY)]
}

const HEAD: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"stylesheet\" href=\"/docs/docs.css\">";

/// The operations as plain HTML, which Scalar replaces where it runs.
fn page(openapi: &OpenApi) -> String {
    let mut html = format!("{HEAD}<title>e-PUPNS API</title></head><body><div id=\"reference\"><h1>e-PUPNS API</h1>");
    let about = openapi.info.description.as_deref().unwrap_or_default();
    let _ = write!(html, "<p>{}</p>", escape(about));
    html.push_str(
        "<p><a href=\"/v1/openapi.json\">openapi.json</a> \u{b7} <a href=\"/v1/asyncapi.yaml\">asyncapi.yaml</a> \
         (the agencies' feed) \u{b7} <a href=\"/docs/problems\">Problems</a></p>",
    );
    for (path, item) in &openapi.paths.paths {
        let operations = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                describe(&mut html, method, path, operation);
            }
        }
    }
    html.push_str("</div>");
    if Vendor::get(BUNDLE).is_some() {
        html.push_str("<script src=\"/docs/scalar.js\"></script><script src=\"/docs/start.js\"></script>");
    }
    html.push_str("</body></html>");
    html
}

fn describe(html: &mut String, method: &str, path: &str, operation: &Operation) {
    let summary = operation.summary.as_deref().unwrap_or_default();
    let _ = write!(html, "<section><h2>{}</h2><p><code>{method} {}</code></p>", escape(summary), escape(path));
    if let Some(description) = &operation.description {
        let _ = write!(html, "<p>{}</p>", escape(description));
    }
    html.push_str("<ul>");
    for (status, response) in &operation.responses.responses {
        if let utoipa::openapi::RefOr::T(response) = response {
            let _ = write!(html, "<li><code>{}</code> {}</li>", escape(status), escape(&response.description));
        }
    }
    html.push_str("</ul></section>");
}

/// Where the `type` of every problem points to.
fn problems() -> String {
    let mut html = format!("{HEAD}<title>Problems</title></head><body><h1>Problems</h1>");
    html.push_str(
        "<p>Every refusal has one of these in <code>code</code>.</p><table><thead><tr><th>code</th><th>status</th>",
    );
    html.push_str("<th>title (Indonesian)</th><th>detail</th></tr></thead><tbody>");
    for reason in catalogue::REASONS {
        let (code, status) = (reason.code, reason.status.as_u16());
        let (id, en) = (escape(catalogue::sentence(reason)), escape(reason.for_programs()));
        let _ = write!(
            html,
            "<tr id=\"{code}\"><td><code>{code}</code></td><td>{status}</td><td lang=\"id\">{id}</td><td>{en}</td></tr>"
        );
    }
    html.push_str("</tbody></table><h2>Rules of single fields and items</h2>");
    html.push_str("<p>In <code>errors[].code</code> and in the results of single items.</p><table><tbody>");
    for code in catalogue::rules() {
        let sentence = catalogue::rule(code).unwrap_or_default();
        let _ = write!(
            html,
            "<tr id=\"{code}\"><td><code>{code}</code></td><td lang=\"id\">{}</td></tr>",
            escape(sentence)
        );
    }
    html.push_str("</tbody></table></body></html>");
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
