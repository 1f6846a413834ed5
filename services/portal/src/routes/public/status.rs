//! Where a registration stands, by its number.

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
use proto::{identity::v1::ChallengePurpose, registration::v1::CheckRegistrationStatusRequest};
use tonic::Status;

use super::register::challenge_field;
use crate::{
    app::App,
    challenge::ChallengeBlock,
    dates::{instant, written},
    form::{Form, Posted},
    numbers::in_halves,
    page::{Page, come_back},
    pages::public::{AskStatus, StatusFound},
    refused::Refused,
    shell::Shell,
    visit::Visit,
};

const PATH: &str = "/status";
const PURPOSE: ChallengePurpose = ChallengePurpose::Status;
const NUMBER: &str = "registration_number";

/// `GET /status`.
pub(super) async fn ask_for(State(app): State<Arc<App>>, visit: Visit) -> Page<AskStatus> {
    let challenge = ChallengeBlock::new(&app, &visit, PURPOSE).await;
    Page(
        StatusCode::OK,
        AskStatus { shell: Shell::of(&app.forms, &visit), form: Form::new(&app.forms, &visit, PATH), challenge },
    )
}

/// `POST /status`.
pub(super) async fn show(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let receipt = match app.admit(&posted, PURPOSE).await {
        Ok(receipt) => receipt,
        Err(status) => return again(&app, &posted, None, &status).await,
    };
    let request = CheckRegistrationStatusRequest { registration_number: posted.fields.text(NUMBER).to_owned() };
    match ask(app.registration.clone().check_registration_status(outgoing(request))).await {
        Ok(found) => {
            let now = app.clock.now();
            let due = instant(found.due_at).map(|at| (written(at, posted.visit.language), at < now));
            let (shell, number) = (Shell::of(&app.forms, &posted.visit), in_halves(&found.registration_number));
            Page(StatusCode::OK, StatusFound::of(shell, number, found.state(), due)).into_response()
        }
        Err(status) => again(&app, &posted, Some(&receipt), &status).await,
    }
}

async fn again(app: &App, posted: &Posted, receipt: Option<&Receipt>, status: &Status) -> Response {
    let refusal = Refused::of(status, posted.visit.language);
    let challenge = ChallengeBlock::again(app, posted, PURPOSE, receipt).await;
    let unknown = refusal.is("REGISTRATION_NOT_FOUND").then_some(NUMBER);
    let at = challenge_field(&challenge, &refusal).or(unknown);
    let form = Form::again(&app.forms, posted, &[NUMBER]).refused(&app.forms, posted, &refusal, at);
    let page = AskStatus { shell: Shell::of(&app.forms, &posted.visit), form, challenge };
    (come_back(refusal.retry_after), Page(refusal.status, page)).into_response()
}
