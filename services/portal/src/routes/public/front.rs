use std::sync::Arc;

use axum::{extract::State, http::StatusCode};

use super::schedule::schedule;
use crate::{
    app::App,
    page::Page,
    pages::public::{Front, Progress},
    shell::Shell,
    visit::Visit,
};

/// `GET /`.
pub(super) async fn show(State(app): State<Arc<App>>, visit: Visit) -> Page<Front> {
    let (schedule, statistics) = tokio::join!(schedule(&app, &visit), app.statistics());
    let progress = statistics.and_then(|statistics| Progress::of(&statistics, visit.language));
    Page(StatusCode::OK, Front { shell: Shell::of(&app.forms, &visit), progress, schedule })
}
