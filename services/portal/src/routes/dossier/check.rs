use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use proto::registration::v1::{DossierState, SubmitDossierRequest};

use super::{again, ask, away};
use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::dossier::Check,
    refused::Refused,
    routes::refusal,
    shell::Shell,
    text::Text,
    visit::SignedIn,
};

/// Says that it was sent, and when.
const RECEIPT: &str = "/berkas";

/// `GET /berkas/periksa`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, .. }: SignedIn) -> Response {
    let (dossier, missing) = tokio::join!(ask::dossier(&app, &visit), ask::missing(&app, &visit));
    match dossier.and_then(|dossier| Ok((dossier, missing?))) {
        Ok((dossier, _)) if matches!(dossier.state(), DossierState::Submitted | DossierState::Final) => {
            Redirect::to(RECEIPT).into_response()
        }
        Ok((dossier, missing)) => {
            let form = Form::new(&app.forms, &visit, &visit.path);
            Page(StatusCode::OK, Check::of(Shell::of(&app.forms, &visit), form, &dossier, &missing)).into_response()
        }
        Err(status) => refusal(&app, &visit, &status),
    }
}

/// `POST /berkas/periksa`: the same form twice is one submission.
pub(super) async fn send(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let request = SubmitDossierRequest {
        request_id: posted.request_id.to_string(),
        declaration_version: posted.fields.text("declaration_version").parse().unwrap_or_default(),
        agreed: posted.fields.has("agreed"),
    };
    let Err(status) = ask::submit(&app, &posted.visit, request).await else {
        return Redirect::to(RECEIPT).into_response();
    };
    let mut refused = Refused::of(&status, posted.visit.language);
    if refused.is("DOSSIER_LOCKED") {
        return Redirect::to(RECEIPT).into_response();
    }
    let visit = &posted.visit;
    let (dossier, missing) = tokio::join!(ask::dossier(&app, visit), ask::missing(&app, visit));
    let (Ok(dossier), Ok(missing)) = (dossier, missing) else {
        let kept = ["declaration_version", "agreed"].into_iter().filter(|name| posted.fields.has(name));
        let kept = kept.map(|name| (name.to_owned(), posted.fields.raw(name).to_owned())).collect();
        return away(&app, &posted, &refused, kept);
    };
    // What is missing stands in the page, with links to where it is answered.
    refused.fields.clear();
    // A new wording is agreed to anew.
    let kept: &[&str] = if refused.is("DECLARATION_OUTDATED") { &[] } else { &["agreed"] };
    let at = Some("agreed").filter(|_| missing.is_empty() && refused.code.starts_with("DECLARATION_"));
    let form = Form::again(&app.forms, &posted, kept).refused(&app.forms, &posted, &refused, at);
    let mut page = Check::of(Shell::of(&app.forms, visit), form, &dossier, &missing);
    page.again = again(Text(visit.language), refused.retry_after);
    (come_back(refused.retry_after), Page(refused.status, page)).into_response()
}
