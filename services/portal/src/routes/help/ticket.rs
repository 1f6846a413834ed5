//! One ticket before an officer, and taking it.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chassis::grpc::ask;
use kernel::ServiceName;
use proto::helpdesk::v1::ClaimTicketRequest;
use tonic::Status;
use uuid::Uuid;

use super::desk::{self, DECISION, again, explained, ticket_id};
use crate::{
    app::App,
    form::{Form, Posted},
    page::Page,
    refused::Refused,
    routes::refusal,
    visit::{SignedIn, Visit},
};

/// `GET /petugas/tiket/{ticket}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(ticket): Path<String>,
    SignedIn { visit, .. }: SignedIn,
) -> Response {
    let found = async { desk::ticket(&app, &visit, ticket_id(&ticket)?).await };
    match found.await {
        Ok(ticket) => {
            let form = Form::new(&app.forms, &visit, &visit.path);
            Page(StatusCode::OK, desk::page(&app, &visit, form, ticket).await).into_response()
        }
        Err(status) => refusal(&app, &visit, &status),
    }
}

/// `GET /petugas/tiket/{ticket}/ambil`: whoever reloads or comes back finds the ticket.
pub(super) async fn back(Path(ticket): Path<String>) -> Redirect {
    Redirect::to(&ticket_id(&ticket).map_or_else(|_| "/petugas/tiket".to_owned(), path))
}

/// `POST /petugas/tiket/{ticket}/ambil`. What was written before the claim was lost is in the form again.
pub(super) async fn claim(State(app): State<Arc<App>>, Path(ticket): Path<String>, posted: Posted) -> Response {
    let id = match ticket_id(&ticket) {
        Ok(id) => id,
        Err(status) => return refusal(&app, &posted.visit, &status),
    };
    let typed = DECISION.iter().any(|name| !posted.fields.text(name).is_empty());
    let form = Form::again(&app.forms, &posted, &DECISION).to(&path(id));
    match take(&app, &posted.visit, id).await {
        Ok(()) if typed => desk::shown(&app, &posted, id, form).await,
        Ok(()) => Redirect::to(&path(id)).into_response(),
        Err(status) => {
            let refused = Refused::of(&status, posted.visit.language);
            again(&app, &posted, id, explained(form, &app, &posted, &refused), &refused).await
        }
    }
}

/// Takes the ticket for the officer, or renews the claim.
pub(super) async fn take(app: &App, visit: &Visit, ticket: Uuid) -> Result<(), Status> {
    let person = app.as_person(visit, ServiceName::Helpdesk).await?;
    let request = person.request(ClaimTicketRequest { ticket_id: ticket.to_string() });
    ask(app.helpdesk.clone().claim_ticket(request)).await.map(drop)
}

/// Where a ticket is.
pub(super) fn path(ticket: Uuid) -> String {
    format!("/petugas/tiket/{ticket}")
}
