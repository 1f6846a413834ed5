//! Registering, first step: NIP and NIK.

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
use proto::{identity::v1::ChallengePurpose, registration::v1::LookUpEmployeeRequest};
use tonic::Status;

use super::{documents, schedule::schedule};
use crate::{
    app::App,
    challenge::ChallengeBlock,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::public::{Found, Register, RegisterSecrets},
    refused::Refused,
    shell::Shell,
    visit::Visit,
};

const PATH: &str = "/daftar";
/// Where the second step is sent.
const SECRETS: &str = "/daftar/lengkapi";
const PURPOSE: ChallengePurpose = ChallengePurpose::Registration;

/// `GET /daftar`.
pub(super) async fn show(State(app): State<Arc<App>>, visit: Visit) -> Page<Register> {
    let (schedule, challenge) = tokio::join!(schedule(&app, &visit), ChallengeBlock::new(&app, &visit, PURPOSE));
    let (shell, form) = (Shell::of(&app.forms, &visit), Form::new(&app.forms, &visit, PATH));
    Page(StatusCode::OK, Register { shell, form, challenge, schedule, not_matched: false })
}

/// `POST /daftar`.
pub(super) async fn look_up(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let receipt = match app.admit(&posted, PURPOSE).await {
        Ok(receipt) => receipt,
        Err(status) => return again(&app, &posted, None, &status).await,
    };
    let request = LookUpEmployeeRequest {
        nip: posted.fields.text("nip").to_owned(),
        nik: posted.fields.text("nik").to_owned(),
        browser: posted.visit.client.device.clone(),
    };
    match ask(app.registration.clone().look_up_employee(outgoing(request))).await {
        Ok(found) => {
            let found = Found {
                nip: posted.fields.text("nip").to_owned(),
                name: found.name,
                agency: found.agency_name,
                lookup_token: found.lookup_token,
            };
            let form = Form::new(&app.forms, &posted.visit, SECRETS);
            Page(StatusCode::OK, RegisterSecrets::new(Shell::of(&app.forms, &posted.visit), form, found))
                .into_response()
        }
        Err(status) if Refused::of(&status, posted.visit.language).is("ALREADY_REGISTERED") => {
            documents::registered_already(&app, &posted)
        }
        Err(status) => again(&app, &posted, Some(&receipt), &status).await,
    }
}

/// The first step once more, with the NIP as it was typed.
pub(super) async fn again(app: &App, posted: &Posted, receipt: Option<&Receipt>, status: &Status) -> Response {
    let refusal = Refused::of(status, posted.visit.language);
    let (schedule, challenge) =
        tokio::join!(schedule(app, &posted.visit), ChallengeBlock::again(app, posted, PURPOSE, receipt),);
    let at = challenge_field(&challenge, &refusal).or_else(|| refusal.is("EMPLOYEE_NOT_MATCHED").then_some("nip"));
    let form = Form::again(&app.forms, posted, &["nip"]).to(PATH).refused(&app.forms, posted, &refusal, at);
    let not_matched = refusal.is("EMPLOYEE_NOT_MATCHED");
    let page = Register { shell: Shell::of(&app.forms, &posted.visit), form, challenge, schedule, not_matched };
    (come_back(refusal.retry_after), Page(refusal.status, page)).into_response()
}

/// Where a refused challenge is shown; nothing for other refusals.
pub(super) fn challenge_field(challenge: &ChallengeBlock, refusal: &Refused) -> Option<&'static str> {
    refusal.code.starts_with("CHALLENGE_").then(|| challenge.field())
}
