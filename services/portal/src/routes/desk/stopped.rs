//! What an officer sees when a service refuses or is away: why, what to do, and everything that was typed.

use axum::response::{IntoResponse as _, Response};
use tonic::Status;

use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::desk::Stopped,
    refused::Refused,
    shell::Shell,
    visit::Visit,
};

const SIGN_IN: &str = "/masuk";

/// Nothing was typed.
pub(super) fn stopped(app: &App, visit: &Visit, status: &Status, back: &'static str) -> Response {
    let refused = Refused::of(status, visit.language);
    answer(Stopped::of(Shell::of(&app.forms, visit), &refused, way_on(&refused, back)), &refused)
}

/// What was typed waits in the page, to be sent once more; under its own number, where it may have happened.
pub(super) fn held(app: &App, posted: &Posted, refused: &Refused, back: &'static str) -> Response {
    let form = Form::again(&app.forms, posted, &[]).refused(&app.forms, posted, refused, None);
    let kept = posted.fields.not_secret().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let stopped = Stopped::of(Shell::of(&app.forms, &posted.visit), refused, way_on(refused, back));
    answer(Stopped { again: Some((form, kept)), ..stopped }, refused)
}

/// What was typed cannot be sent any more; it can be read.
pub(super) fn over(app: &App, visit: &Visit, refused: &Refused, typed: Vec<String>, back: &'static str) -> Response {
    answer(Stopped { typed, ..Stopped::of(Shell::of(&app.forms, visit), refused, way_on(refused, back)) }, refused)
}

/// Whether it passes, by waiting or by signing in: then the same form is sent once more.
pub(super) fn passes(refused: &Refused) -> bool {
    refused.outcome_unknown() || refused.retry_after.is_some() || session_is_over(refused)
}

fn session_is_over(refused: &Refused) -> bool {
    ["SESSION_REQUIRED", "SESSION_ENDED", "PASSPORT_INVALID"].contains(&refused.code.as_str())
}

fn way_on(refused: &Refused, back: &'static str) -> &'static str {
    if session_is_over(refused) { SIGN_IN } else { back }
}

fn answer(page: Stopped, refused: &Refused) -> Response {
    (come_back(refused.retry_after), Page(refused.status, page)).into_response()
}
