//! Which page answers which path: a file a group, so that nobody is in another's way.

mod desk;
mod dossier;
mod help;
mod language;
mod public;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use chassis::grpc::within_budget;
use doorway::{path::LONGEST, served::Served, told::Told};
use tokio::time::Instant;
use tonic::Status;

use crate::{
    app::App,
    assets,
    form::come_back as come_back_words,
    page::{Page, come_back},
    pages::Notice,
    refused::Refused,
    shell::Shell,
    text::{Text, followed},
    visit::Visit,
};

/// The portal.
pub fn router(app: Arc<App>) -> Served {
    let router = Router::new()
        .merge(public::routes())
        .merge(dossier::routes())
        .merge(desk::routes())
        .merge(help::routes())
        .route("/bahasa", post(language::choose))
        .route("/aset/{name}", get(assets::serve))
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .with_state(app)
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn(chassis::http::observed));
    Served::of(router)
}

/// Middleware: what the gateway has left for this page is all that its calls may use.
async fn in_time(request: Request, next: Next) -> Response {
    let until = Instant::now() + Told::read(request.headers()).left.min(LONGEST);
    within_budget(until, next.run(request)).await
}

async fn not_found(State(app): State<Arc<App>>, visit: Visit) -> Page<Notice> {
    let shell = Shell::of(&app.forms, &visit);
    let heading = shell.say("kit-not-found-heading").to_string();
    let advice = shell.say("kit-not-found-advice").to_string();
    Page(StatusCode::NOT_FOUND, Notice { shell, heading, advice })
}

/// A page that cannot be shown because a service refused: its sentence, and when to come back.
#[must_use]
pub(crate) fn refusal(app: &App, visit: &Visit, status: &Status) -> Response {
    let refused = Refused::of(status, visit.language);
    let shell = Shell::of(&app.forms, visit);
    let heading = shell.say("kit-refused-heading").to_string();
    let when = refused.retry_after.map(|delay| come_back_words(Text(visit.language), delay));
    let advice = followed(refused.sentence, &when.unwrap_or_default());
    let notice = Notice { shell, heading, advice };
    (come_back(refused.retry_after), Page(refused.status, notice)).into_response()
}
