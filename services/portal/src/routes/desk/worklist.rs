//! Dossiers that wait at the officer's stage.

use std::sync::Arc;

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::grpc::ask;
use kernel::ServiceName;
use proto::verification::v1::{SearchWorklistRequest, SearchWorklistResponse};
use tonic::Status;

use super::stopped::{held, stopped};
use crate::{
    app::App,
    form::{Form, Posted},
    page::Page,
    pages::desk::{Completed, Listed, Worklist},
    refused::Refused,
    shell::Shell,
    visit::{SignedIn, Visit},
};

pub(super) const PATH: &str = "/petugas/berkas";
const HOME: &str = "/petugas";

/// `GET /petugas/berkas`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    SignedIn { visit, .. }: SignedIn,
) -> Response {
    match search(&app, &visit, &Listed::default()).await {
        Ok(found) => {
            let mut page = page(&app, &visit, Form::new(&app.forms, &visit, PATH), Listed::default(), found);
            page.1.completed = query.as_deref().and_then(Completed::read);
            page.into_response()
        }
        Err(status) => stopped(&app, &visit, &status, HOME),
    }
}

/// `POST /petugas/berkas`: search, or next page.
pub(super) async fn act(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let fields = &posted.fields;
    let listed = match fields.text("do") {
        "next" => Listed { query: fields.text("searched").to_owned(), cursor: fields.text("next_cursor").to_owned() },
        _ => Listed { query: fields.text("query").to_owned(), cursor: String::new() },
    };
    let form = Form::again(&app.forms, &posted, &[]).to(PATH);
    match search(&app, &posted.visit, &listed).await {
        Ok(found) => page(&app, &posted.visit, form, listed, found).into_response(),
        Err(status) => {
            let refused = Refused::of(&status, posted.visit.language);
            if refused.fields.is_empty() {
                return held(&app, &posted, &refused, PATH);
            }
            let form = form.refused(&app.forms, &posted, &refused, None);
            let mut page = page(&app, &posted.visit, form, listed, SearchWorklistResponse::default());
            page.0 = refused.status;
            page.into_response()
        }
    }
}

async fn search(app: &App, visit: &Visit, listed: &Listed) -> Result<SearchWorklistResponse, Status> {
    let officer = app.as_person(visit, ServiceName::Verification).await?;
    let (query, cursor) = (listed.query.clone(), listed.cursor.clone());
    let request = officer.request(SearchWorklistRequest { query, page_size: 0, cursor });
    ask(app.verification.clone().search_worklist(request)).await
}

fn page(app: &App, visit: &Visit, form: Form, listed: Listed, found: SearchWorklistResponse) -> Page<Worklist> {
    Page(StatusCode::OK, Worklist::of(Shell::of(&app.forms, visit), form, listed, found, app.clock.now()))
}
