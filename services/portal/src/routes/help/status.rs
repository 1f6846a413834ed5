//! Where a ticket stands, by the number and the secret of its receipt.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use chassis::{
    challenge::Receipt,
    grpc::{ask, outgoing},
};
use proto::{helpdesk::v1::CheckTicketStatusRequest, identity::v1::ChallengePurpose};
use tonic::Status;

use crate::{
    app::App,
    challenge::ChallengeBlock,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::help::{AskTicket, TicketFound},
    refused::Refused,
    shell::Shell,
    visit::Visit,
};

const PATH: &str = "/bantuan/status";
const PURPOSE: ChallengePurpose = ChallengePurpose::Helpdesk;
const NUMBER: &str = "report_number";

/// `GET /bantuan/status`.
pub(super) async fn ask_for(State(app): State<Arc<App>>, visit: Visit) -> Page<AskTicket> {
    let challenge = ChallengeBlock::new(&app, &visit, PURPOSE).await;
    Page(
        StatusCode::OK,
        AskTicket { shell: Shell::of(&app.forms, &visit), form: Form::new(&app.forms, &visit, PATH), challenge },
    )
}

/// `POST /bantuan/status`.
pub(super) async fn show(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let receipt = match app.admit(&posted, PURPOSE).await {
        Ok(receipt) => receipt,
        Err(status) => return again(&app, posted, None, &status).await,
    };
    let request = CheckTicketStatusRequest {
        report_number: posted.fields.text(NUMBER).to_owned(),
        receipt_secret: posted.fields.text("receipt_secret").to_owned(),
    };
    let answer = ask(app.helpdesk.clone().check_ticket_status(outgoing(request))).await;
    match answer.and_then(|answer| answer.ticket.ok_or_else(|| Status::internal("no ticket"))) {
        Ok(ticket) => {
            let page = TicketFound::of(Shell::of(&app.forms, &posted.visit), ticket);
            Page(StatusCode::OK, page).into_response()
        }
        Err(status) => again(&app, posted, Some(&receipt), &status).await,
    }
}

/// The form again; the secret is never repeated.
async fn again(app: &App, mut posted: Posted, receipt: Option<&Receipt>, status: &Status) -> Response {
    if posted.fields.text("challenge").is_empty() {
        posted.visit.wants_image = true;
    }
    let refused = Refused::of(status, posted.visit.language);
    let challenge = ChallengeBlock::again(app, &posted, PURPOSE, receipt).await;
    let at = if refused.code.starts_with("CHALLENGE_") {
        Some(challenge.field())
    } else {
        refused.is("TICKET_NOT_FOUND").then_some(NUMBER)
    };
    let form = Form::again(&app.forms, &posted, &[NUMBER]).refused(&app.forms, &posted, &refused, at);
    let page = AskTicket { shell: Shell::of(&app.forms, &posted.visit), form, challenge };
    (come_back(refused.retry_after), Page(refused.status, page)).into_response()
}
