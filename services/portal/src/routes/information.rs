//! Pages that tell.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    app::App,
    page::Page,
    pages::{Front, Home, Register, Schedule, StatusHelp},
    visitor::Visitor,
};

/// `GET /`.
pub(super) async fn front(State(app): State<Arc<App>>, Visitor(person): Visitor) -> Page<Front> {
    Page(StatusCode::OK, Front { signed_in: person.is_some(), schedule: schedule(&app).await })
}

/// `GET /daftar`.
pub(super) async fn register(State(app): State<Arc<App>>, Visitor(person): Visitor) -> Page<Register> {
    Page(StatusCode::OK, Register { signed_in: person.is_some(), schedule: schedule(&app).await })
}

/// `GET /status`.
pub(super) async fn status(Visitor(person): Visitor) -> Page<StatusHelp> {
    Page(StatusCode::OK, StatusHelp { signed_in: person.is_some() })
}

/// `GET /beranda`: for who is signed in; others are led to the sign-in.
pub(super) async fn home(State(app): State<Arc<App>>, Visitor(person): Visitor) -> Response {
    match person {
        Some(person) => Page(StatusCode::OK, Home::of(&person, schedule(&app).await)).into_response(),
        None => Redirect::to("/masuk").into_response(),
    }
}

/// A page is worth showing without the dates.
async fn schedule(app: &App) -> Schedule {
    match app.campaign().await {
        Ok(Some(campaign)) => Schedule::of(campaign, app.clock.now()),
        Ok(None) => Schedule::None,
        Err(status) => {
            tracing::warn!(code = ?status.code(), "the campaign is not known");
            Schedule::Unknown
        }
    }
}
