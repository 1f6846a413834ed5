use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};

use super::ask;
use crate::{app::App, page::Page, pages::dossier::Overview, routes::refusal, shell::Shell, visit::SignedIn};

/// `GET /berkas`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, .. }: SignedIn) -> Response {
    let (dossier, progress, campaign) =
        tokio::join!(ask::dossier(&app, &visit), ask::progress(&app, &visit), app.campaign());
    match dossier {
        Ok(dossier) => {
            let campaign = campaign.ok().flatten();
            let page = Overview::of(Shell::of(&app.forms, &visit), &dossier, &progress, campaign.as_ref());
            Page(StatusCode::OK, page).into_response()
        }
        Err(status) => refusal(&app, &visit, &status),
    }
}
