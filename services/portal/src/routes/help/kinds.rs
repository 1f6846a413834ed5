//! What a ticket can be about.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse as _, Redirect, Response},
};

use super::list::asked;
use crate::{app::App, page::Page, pages::help::Kinds, routes::refusal, shell::Shell, visit::Visit};

/// `GET /bantuan`.
pub(super) async fn show(State(app): State<Arc<App>>, visit: Visit) -> Response {
    match app.ticket_types().await {
        Ok(types) => Page(StatusCode::OK, Kinds::of(Shell::of(&app.forms, &visit), &types)).into_response(),
        Err(status) => refusal(&app, &visit, &status),
    }
}

/// `GET /bantuan/baru?jenis=`: to the form of that type.
pub(super) async fn lead(uri: Uri) -> Redirect {
    let kind: String = form_urlencoded::byte_serialize(asked(&uri, "jenis").as_bytes()).collect();
    if kind.is_empty() { Redirect::to("/bantuan") } else { Redirect::to(&format!("/bantuan/baru/{kind}")) }
}
