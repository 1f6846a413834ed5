//! The e-PUPNS form of an employee.

mod ask;
mod check;
mod overview;
mod recall;
mod references;
mod save;
mod section;

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    response::{IntoResponse as _, Response},
    routing::get,
};
use doorway::again::seconds;

use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::dossier::Away,
    refused::Refused,
    shell::Shell,
    text::Text,
};

/// The routes of the group.
pub(crate) fn routes() -> Router<Arc<App>> {
    let references = Arc::new(references::References::new());
    Router::new()
        .route("/berkas", get(overview::show))
        .route("/berkas/periksa", get(check::show).post(check::send))
        .route("/berkas/tarik", get(recall::show).post(recall::recall))
        .route("/berkas/{section}", get(section::show).post(save::save))
        .layer(Extension(references))
}

/// When to try again, in words; empty when nobody said.
fn again(t: Text, after: Option<Duration>) -> String {
    after.map(|after| t.say("dossier-again-in").with("seconds", seconds(after)).to_string()).unwrap_or_default()
}

/// What was sent while nobody could take it, or even show the page that it came from.
fn away(app: &App, posted: &Posted, refused: &Refused, kept: Vec<(String, String)>) -> Response {
    let form = Form::new(&app.forms, &posted.visit, &posted.visit.path).refused(&app.forms, posted, refused, None);
    let page = Away {
        shell: Shell::of(&app.forms, &posted.visit),
        form,
        sentence: refused.sentence.to_owned(),
        again: again(Text(posted.visit.language), refused.retry_after),
        kept,
    };
    (come_back(refused.retry_after), Page(refused.status, page)).into_response()
}
