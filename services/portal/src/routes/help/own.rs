//! One's own tickets.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse as _, Response},
};
use chassis::grpc::ask;
use kernel::ServiceName;
use proto::helpdesk::v1::ListOwnTicketsRequest;

use super::list::{PLACE, asked, next};
use crate::{app::App, page::Page, pages::help::OwnTickets, routes::refusal, shell::Shell, visit::SignedIn};

const PATH: &str = "/bantuan/saya";
const PAGE_SIZE: u32 = 20;

/// `GET /bantuan/saya`.
pub(super) async fn show(State(app): State<Arc<App>>, SignedIn { visit, .. }: SignedIn, uri: Uri) -> Response {
    let cursor = asked(&uri, PLACE);
    let later = !cursor.is_empty();
    let listed = async {
        let person = app.as_person(&visit, ServiceName::Helpdesk).await?;
        let request = ListOwnTicketsRequest { page_size: PAGE_SIZE, cursor };
        ask(app.helpdesk.clone().list_own_tickets(person.request(request))).await
    };
    match listed.await {
        Ok(page) => {
            let older = next(PATH, &[], &page.next_cursor);
            let page = OwnTickets::of(Shell::of(&app.forms, &visit), page.tickets, older, later);
            Page(StatusCode::OK, page).into_response()
        }
        Err(status) => refusal(&app, &visit, &status),
    }
}
