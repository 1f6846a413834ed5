//! Registrations that wait for the agency's word.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::grpc::ask;
use kernel::ServiceName;
use proto::registration::v1::{SearchRegistrationConfirmationsRequest, SearchRegistrationConfirmationsResponse};
use tonic::Status;

use super::{
    decide,
    stopped::{held, stopped},
};
use crate::{
    app::App,
    form::{Form, Posted},
    page::Page,
    pages::desk::{Chosen, Confirmations, Listed},
    refused::Refused,
    shell::Shell,
    text::Text,
    visit::{SignedIn, Visit},
};

pub(super) const PATH: &str = "/petugas/konfirmasi";
const HOME: &str = "/petugas";

/// `GET /petugas/konfirmasi`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, .. }: SignedIn) -> Response {
    match search(&app, &visit, &Listed::default()).await {
        Ok(found) => {
            let form = Form::new(&app, &visit, PATH);
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

/// The page that was shown, with a sentence about the list and the boxes as they were.
pub(super) async fn again(app: &App, posted: &Posted, sentence: String) -> Response {
    let fields = &posted.fields;
    let listed = Listed { query: fields.text("searched").to_owned(), cursor: fields.text("cursor").to_owned() };
    let ticked: Vec<_> = fields.all("registration").map(Chosen::read).collect();
    match search(app, &posted.visit, &listed).await {
        Ok(found) => {
            let form = Form::again(app, posted, &["seen"]).to(PATH).broken("registration", sentence);
            let is_ticked = |id: &str| ticked.iter().any(|chosen| chosen.id == id);
            let mut page = page(app, &posted.visit, form, listed, found, is_ticked);
            page.0 = StatusCode::UNPROCESSABLE_ENTITY;
            page.into_response()
        }
        Err(status) => held(app, posted, &Refused::of(&status, posted.visit.language), PATH),
    }
}

async fn list(app: &App, posted: &Posted, listed: Listed, ticked: impl Fn(&str) -> bool) -> Response {
    let form = Form::again(app, posted, &["seen"]).to(PATH);
    match search(app, &posted.visit, &listed).await {
        Ok(found) => page(app, &posted.visit, form, listed, found, ticked).into_response(),
        Err(status) => {
            let refused = Refused::of(&status, posted.visit.language);
            if refused.fields.is_empty() {
                return held(app, posted, &refused, PATH);
            }
            let form = form.refused(app, posted, &refused, None);
            let mut page =
                page(app, &posted.visit, form, listed, SearchRegistrationConfirmationsResponse::default(), ticked);
            page.0 = refused.status;
            page.into_response()
        }
    }
}

async fn search(app: &App, visit: &Visit, listed: &Listed) -> Result<SearchRegistrationConfirmationsResponse, Status> {
    let officer = app.as_person(visit, ServiceName::Registration).await?;
    let (query, cursor) = (listed.query.clone(), listed.cursor.clone());
    let request = officer.request(SearchRegistrationConfirmationsRequest { query, page_size: 0, cursor });
    ask(app.registration.clone().search_registration_confirmations(request)).await
}

fn page(
    app: &App,
    visit: &Visit,
    form: Form,
    listed: Listed,
    found: SearchRegistrationConfirmationsResponse,
    ticked: impl Fn(&str) -> bool,
) -> Page<Confirmations> {
    let shell = Shell::of(app, visit);
    Page(StatusCode::OK, Confirmations::of(shell, form, listed, found, app.clock.now(), ticked))
}
