//! Registrations that wait for the agency's word.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::{
    confirmation_list::{PATH, again, list, page, search},
    decide,
    stopped::stopped,
};
use crate::{
    app::App,
    form::{Form, Posted},
    pages::desk::Listed,
    text::Text,
    visit::SignedIn,
};

const HOME: &str = "/petugas";

/// `GET /petugas/konfirmasi`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, .. }: SignedIn) -> Response {
    match search(&app, &visit, &Listed::default()).await {
        Ok(found) => {
            let form = Form::new(&app.forms, &visit, PATH);
            page(&app, &visit, form, Listed::default(), found, |_| false).into_response()
        }
        Err(status) => stopped(&app, &visit, &status, HOME),
    }
}

/// `POST /petugas/konfirmasi`: search, next page, tick all, or on to a decision.
pub(super) async fn act(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let fields = &posted.fields;
    let shown = || Listed { query: fields.text("searched").to_owned(), cursor: fields.text("cursor").to_owned() };
    match fields.text("do") {
        "confirm" => decide::from_list(&app, &posted, false).await,
        "reject" => decide::from_list(&app, &posted, true).await,
        "tick-all" => list(&app, &posted, shown(), |_| true).await,
        // What is ticked here does not go along to another page.
        "next" if fields.has("registration") => {
            let sentence = Text(posted.visit.language).say("confirmations-decide-first").to_string();
            again(&app, &posted, sentence).await
        }
        "next" => {
            list(&app, &posted, Listed { cursor: fields.text("next_cursor").to_owned(), ..shown() }, |_| false).await
        }
        _ => {
            let listed = Listed { query: fields.text("query").to_owned(), cursor: String::new() };
            list(&app, &posted, listed, |_| false).await
        }
    }
}
