//! The list of registrations that wait: searched, shown, and shown again with what is wrong.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::grpc::ask;
use kernel::ServiceName;
use proto::registration::v1::{SearchRegistrationConfirmationsRequest, SearchRegistrationConfirmationsResponse};
use tonic::Status;

use super::stopped::held;
use crate::{
    app::App,
    form::{Form, Posted},
    page::Page,
    pages::desk::{Chosen, Confirmations, Listed},
    refused::Refused,
    shell::Shell,
    visit::Visit,
};

pub(super) const PATH: &str = "/petugas/konfirmasi";

/// The page that was shown, with a sentence about the list and the boxes as they were.
pub(super) async fn again(app: &App, posted: &Posted, sentence: String) -> Response {
    let fields = &posted.fields;
    let listed = Listed { query: fields.text("searched").to_owned(), cursor: fields.text("cursor").to_owned() };
    let ticked: Vec<_> = fields.all("registration").map(Chosen::read).collect();
    match search(app, &posted.visit, &listed).await {
        Ok(found) => {
            let form = Form::again(&app.forms, posted, &["seen"]).to(PATH).broken("registration", sentence);
            let is_ticked = |id: &str| ticked.iter().any(|chosen| chosen.id == id);
            let mut page = page(app, &posted.visit, form, listed, found, is_ticked);
            page.0 = StatusCode::UNPROCESSABLE_ENTITY;
            page.into_response()
        }
        Err(status) => held(app, posted, &Refused::of(&status, posted.visit.language), PATH),
    }
}

/// Another part of the list, as it was asked for.
pub(super) async fn list(app: &App, posted: &Posted, listed: Listed, ticked: impl Fn(&str) -> bool) -> Response {
    let form = Form::again(&app.forms, posted, &["seen"]).to(PATH);
    match search(app, &posted.visit, &listed).await {
        Ok(found) => page(app, &posted.visit, form, listed, found, ticked).into_response(),
        Err(status) => {
            let refused = Refused::of(&status, posted.visit.language);
            if refused.fields.is_empty() {
                return held(app, posted, &refused, PATH);
            }
            let form = form.refused(&app.forms, posted, &refused, None);
            let mut page =
                page(app, &posted.visit, form, listed, SearchRegistrationConfirmationsResponse::default(), ticked);
            page.0 = refused.status;
            page.into_response()
        }
    }
}

pub(super) async fn search(
    app: &App,
    visit: &Visit,
    listed: &Listed,
) -> Result<SearchRegistrationConfirmationsResponse, Status> {
    let officer = app.as_person(visit, ServiceName::Registration).await?;
    let (query, cursor) = (listed.query.clone(), listed.cursor.clone());
    let request = officer.request(SearchRegistrationConfirmationsRequest { query, page_size: 0, cursor });
    ask(app.registration.clone().search_registration_confirmations(request)).await
}

pub(super) fn page(
    app: &App,
    visit: &Visit,
    form: Form,
    listed: Listed,
    found: SearchRegistrationConfirmationsResponse,
    ticked: impl Fn(&str) -> bool,
) -> Page<Confirmations> {
    let shell = Shell::of(&app.forms, visit);
    Page(StatusCode::OK, Confirmations::of(shell, form, listed, found, app.clock.now(), ticked))
}
