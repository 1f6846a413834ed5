//! The tickets that wait for an officer.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse as _, Redirect, Response},
};
use chassis::grpc::ask;
use kernel::ServiceName;
use proto::helpdesk::v1::{SearchTicketsRequest, SearchTicketsResponse, TicketType};
use tonic::Status;

use super::list::{PLACE, address, asked, next};
use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::help::Inbox,
    refused::Refused,
    routes::refusal,
    shell::Shell,
    visit::{SignedIn, Visit},
};

const PATH: &str = "/petugas/tiket";
const KIND: &str = "jenis";
const PAGE_SIZE: u32 = 50;

/// `GET /petugas/tiket`: of one type with `jenis`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, .. }: SignedIn, uri: Uri) -> Response {
    let (type_code, cursor) = (asked(&uri, KIND), asked(&uri, PLACE));
    let part = !type_code.is_empty() || !cursor.is_empty();
    let request =
        SearchTicketsRequest { query: String::new(), type_code: type_code.clone(), page_size: PAGE_SIZE, cursor };
    match find(&app, &visit, request).await {
        Ok((found, types)) => {
            let form = Form::new(&app.forms, &visit, PATH).filled("type_code", &type_code);
            let next = next(PATH, &[(KIND, &type_code)], &found.next_cursor);
            let page = Inbox::of(Shell::of(&app.forms, &visit), form, &types, found.tickets);
            Page(StatusCode::OK, Inbox { next, part, ..page }).into_response()
        }
        Err(status) => refusal(&app, &visit, &status),
    }
}

/// `POST /petugas/tiket`: a number is found here and stands in no address; a type is no secret.
pub(super) async fn search(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let query = posted.fields.text("query");
    if query.is_empty() {
        let listed = address(PATH, &[(KIND, posted.fields.text("type_code"))]);
        return Redirect::to(&listed).into_response();
    }
    let request = SearchTicketsRequest { query: query.to_owned(), ..SearchTicketsRequest::default() };
    let form = Form::again(&app.forms, &posted, &["query", "type_code"]);
    match find(&app, &posted.visit, request).await {
        Ok((found, types)) => {
            let page = Inbox::of(Shell::of(&app.forms, &posted.visit), form, &types, found.tickets);
            Page(StatusCode::OK, Inbox { part: true, ..page }).into_response()
        }
        Err(status) => {
            let refused = Refused::of(&status, posted.visit.language);
            let form = form.refused(&app.forms, &posted, &refused, None);
            // The page is worth showing for what was typed in it.
            let types = app.ticket_types().await.unwrap_or_default();
            let page = Inbox::of(Shell::of(&app.forms, &posted.visit), form, &types, Vec::new());
            (come_back(refused.retry_after), Page(refused.status, Inbox { part: true, ..page })).into_response()
        }
    }
}

async fn find(
    app: &App,
    visit: &Visit,
    request: SearchTicketsRequest,
) -> Result<(SearchTicketsResponse, Arc<[TicketType]>), Status> {
    let person = app.as_person(visit, ServiceName::Helpdesk).await?;
    let found = ask(app.helpdesk.clone().search_tickets(person.request(request))).await?;
    Ok((found, app.ticket_types().await?))
}
