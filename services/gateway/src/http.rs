//! The operations, one file each: parse, call, render. A route that is not in the description cannot exist.

mod check_card;
mod check_registration_status;
mod check_ticket_status;
mod claim_dossier;
mod claim_ticket;
mod complete_sign_in;
mod complete_stage;
mod confirm_registrations;
mod counts;
mod create_export;
mod decide_fields;
mod end_session;
mod export_body;
mod get_campaign;
mod get_dossier;
mod get_dossier_checklist;
mod get_export;
mod get_me;
mod get_progress;
mod get_review;
mod get_review_progress;
mod get_signing_keys;
mod get_statistics;
mod get_ticket;
mod issue_challenge;
mod issue_client_token;
mod list_access_log;
mod list_agency_events;
mod list_own_tickets;
mod list_ticket_types;
mod look_up_employee;
mod open_ticket;
mod read_export;
mod recall_dossier;
mod refresh_session;
mod register;
mod release_dossier;
mod render_registration_document;
mod rendering;
mod resolve_ticket;
mod save_dossier_fields;
mod search_confirmations;
mod search_reference_values;
mod search_tickets;
mod search_worklist;
mod session_body;
mod sign_in;
mod stage_verdict;
mod submit_dossier;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    extract::{FromRequestParts as _, Request, State},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use doorway::served::Served;
use tower_http::{catch_panic::CatchPanicLayer, csrf::CsrfLayer};
use utoipa::{
    IntoResponses, Modify, OpenApi,
    openapi::{
        ContentBuilder, ObjectBuilder, Ref, RefOr, ResponseBuilder, Type,
        header::HeaderBuilder,
        response::Response as Described,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    client::Client,
    docs, headers,
    limits::Budget,
    problem::{self, FieldProblem, Problem, ProblemBody},
    proxy,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "e-PUPNS",
        description = "Re-registration of Indonesian civil servants. JSON in `snake_case`, times in RFC 3339, refusals as \
            `application/problem+json` (RFC 9457) with a stable `code`; the codes are listed at `/docs/problems`.",
        license(name = "MIT", identifier = "MIT"),
    ),
    servers((url = "/", description = "This host")),
    tags(
        (name = "registration", description = "A civil servant registers"),
        (name = "sessions", description = "Signing in and out"),
        (name = "dossier", description = "A civil servant compares, corrects and submits the dossier"),
        (name = "verifier", description = "An officer confirms registrations and decides dossiers"),
        (name = "helpdesk", description = "Tickets of those who are stuck, and their answers"),
        (name = "reports", description = "What is seen of it all"),
        (name = "systems", description = "For programs of others"),
    ),
    components(schemas(ProblemBody, FieldProblem)),
    modifiers(&Session),
)]
struct Description;

struct Session;

impl Modify for Session {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let text = "The access token of a session, 5 minutes; browsers send it as the cookie `__Host-epupns` instead.";
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").description(Some(text));
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::Http(scheme.build()));
    }
}

/// Every operation may refuse.
impl IntoResponses for Problem {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let refusal = |description: &str| {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemBody"))).build();
            ResponseBuilder::new().description(description).content("application/problem+json", content)
        };
        let when = HeaderBuilder::new()
            .schema(Some(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1))))
            .description(Some("Seconds after which to come back; never missing here"));
        let away = refusal("A part of the system is away or busy").header("Retry-After", when.build()).build();
        let refusal = refusal("Refused: `code` says why, `errors` which fields").build();
        BTreeMap::from([("default".to_owned(), RefOr::T(refusal)), ("503".to_owned(), RefOr::T(away))])
    }
}

fn public() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(issue_challenge::issue_challenge))
        .routes(routes!(look_up_employee::look_up_employee))
        .routes(routes!(register::register))
        .routes(routes!(check_registration_status::check_registration_status))
        .routes(routes!(check_card::check_card))
        .routes(routes!(get_campaign::get_campaign))
        .routes(routes!(refresh_session::refresh_session))
        .routes(routes!(end_session::end_session))
        .routes(routes!(get_me::get_me))
        .routes(routes!(get_signing_keys::get_signing_keys))
        .routes(routes!(search_confirmations::search_confirmations))
        .routes(routes!(confirm_registrations::confirm_registrations))
}

fn dossiers() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_dossier::get_dossier, save_dossier_fields::save_dossier_fields))
        .routes(routes!(get_dossier_checklist::get_dossier_checklist))
        .routes(routes!(submit_dossier::submit_dossier, recall_dossier::recall_dossier))
        .routes(routes!(get_review_progress::get_review_progress))
        .routes(routes!(list_access_log::list_access_log))
        .routes(routes!(search_reference_values::search_reference_values))
        .routes(routes!(search_worklist::search_worklist))
        .routes(routes!(get_review::get_review))
        .routes(routes!(claim_dossier::claim_dossier, release_dossier::release_dossier))
        .routes(routes!(decide_fields::decide_fields))
        .routes(routes!(complete_stage::complete_stage))
}

fn tickets() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_ticket_types::list_ticket_types))
        .routes(routes!(open_ticket::open_ticket))
        .routes(routes!(check_ticket_status::check_ticket_status))
        .routes(routes!(list_own_tickets::list_own_tickets))
        .routes(routes!(search_tickets::search_tickets))
        .routes(routes!(get_ticket::get_ticket))
        .routes(routes!(claim_ticket::claim_ticket))
        .routes(routes!(resolve_ticket::resolve_ticket))
}

fn reports() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_statistics::get_statistics))
        .routes(routes!(get_progress::get_progress))
        .routes(routes!(create_export::create_export))
        .routes(routes!(get_export::get_export))
        .routes(routes!(read_export::read_export))
        .routes(routes!(list_agency_events::list_agency_events))
}

fn checking_secrets() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(render_registration_document::render_registration_document))
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(complete_sign_in::complete_sign_in))
        .routes(routes!(issue_client_token::issue_client_token))
}

/// The description of every operation, OpenAPI 3.1.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    let described = OpenApiRouter::with_openapi(Description::openapi()).merge(public()).merge(dossiers());
    described.merge(tickets()).merge(reports()).merge(checking_secrets()).into_openapi()
}

/// The whole door: operations, their description, everything else to the portal.
pub fn router(app: Arc<App>) -> Served {
    let drawing_from = |budget| middleware::from_fn_with_state((app.clone(), budget), spend);
    let (public, _) = public().merge(dossiers()).merge(tickets()).merge(reports()).split_for_parts();
    let (checking_secrets, _) = checking_secrets().split_for_parts();
    let described = docs::Described::new(&openapi());
    let router = Router::new()
        .merge(public.route_layer(drawing_from(Budget::Public)))
        .merge(checking_secrets.route_layer(drawing_from(Budget::SignIn)))
        .merge(docs::routes(described))
        .route("/v1", get(unknown))
        .fallback(elsewhere)
        .method_not_allowed_fallback(async || Problem::new("METHOD_NOT_ALLOWED"))
        .with_state(app)
        .layer(CatchPanicLayer::custom(|_| Problem::new("INTERNAL").into_response().map(axum::body::Body::new)))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(problem::rendered))
        .layer(middleware::from_fn(headers::careful))
        .layer(middleware::from_fn(chassis::http::observed))
        .layer(middleware::from_fn(headers::trace_of_our_own));
    Served::of(router)
}

/// Middleware of the operations that draw from one budget.
async fn spend(
    State((app, budget)): State<(Arc<App>, Budget)>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let Ok(client) = Client::from_request_parts(&mut parts, &app).await;
    app.limits.spend(&client, budget).await?;
    Ok(next.run(Request::from_parts(parts, body)).await)
}

async fn unknown() -> Problem {
    Problem::new("ROUTE_NOT_FOUND")
}

async fn elsewhere(state: State<Arc<App>>, request: Request) -> Result<Response, Problem> {
    if headers::is_api(request.uri().path()) { Err(unknown().await) } else { proxy::to_portal(state, request).await }
}
