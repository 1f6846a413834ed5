use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::{again, ask};
use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::dossier::Recall,
    refused::Refused,
    shell::Shell,
    text::Text,
    visit::SignedIn,
};

/// `GET /berkas/tarik`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, .. }: SignedIn) -> Page<Recall> {
    let form = Form::new(&app.forms, &visit, &visit.path);
    Page(StatusCode::OK, Recall { shell: Shell::of(&app.forms, &visit), form, again: String::new() })
}

/// `POST /berkas/tarik`: recalling twice is the same.
pub(super) async fn recall(State(app): State<Arc<App>>, posted: Posted) -> Response {
    match ask::recall(&app, &posted.visit).await {
        Ok(()) => Redirect::to("/berkas").into_response(),
        Err(status) => {
            let refused = Refused::of(&status, posted.visit.language);
            let form = Form::again(&app.forms, &posted, &[]).refused(&app.forms, &posted, &refused, Some("tarik"));
            let again = again(Text(posted.visit.language), refused.retry_after);
            let page = Recall { shell: Shell::of(&app.forms, &posted.visit), form, again };
            (come_back(refused.retry_after), Page(refused.status, page)).into_response()
        }
    }
}
