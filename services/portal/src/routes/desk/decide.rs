//! Confirming and rejecting registrations that were ticked. A rejection erases, so it is asked for twice.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chassis::grpc::ask;
use doorway::again::seconds;
use kernel::ServiceName;
use proto::registration::v1::{ConfirmRegistrationsRequest, ConfirmationDecision, ConfirmationResult, SeenProof};
use tonic::Status;

use super::confirmation_list;
use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::desk::{Chosen, Decision, Results},
    refused::{Refused, rule_sentence},
    shell::Shell,
    text::Text,
};

const PATH: &str = "/petugas/konfirmasi/putuskan";

/// `GET /petugas/konfirmasi/putuskan`.
pub(super) async fn start_over() -> Redirect {
    Redirect::to(confirmation_list::PATH)
}

/// Ticked in the list: rejections are shown before they happen.
pub(super) async fn from_list(app: &App, posted: &Posted, rejecting: bool) -> Response {
    if !posted.fields.has("registration") {
        let sentence = Text(posted.visit.language).say("confirmations-tick-one").to_string();
        return confirmation_list::again(app, posted, sentence).await;
    }
    if rejecting {
        return Page(StatusCode::OK, page(app, posted, true, form(app, posted))).into_response();
    }
    decide(app, posted, false).await
}

/// `POST /petugas/konfirmasi/putuskan`.
pub(super) async fn act(State(app): State<Arc<App>>, posted: Posted) -> Response {
    if !posted.fields.has("registration") {
        return Redirect::to(confirmation_list::PATH).into_response();
    }
    decide(&app, &posted, posted.fields.text("do") == "reject").await
}

async fn decide(app: &App, posted: &Posted, rejecting: bool) -> Response {
    let language = posted.visit.language;
    let seen = match posted.fields.text("seen") {
        "paper" => Some(SeenProof::Paper),
        "qr" => Some(SeenProof::Qr),
        "none" => Some(SeenProof::Unspecified),
        _ => None,
    };
    let reason_code = if rejecting { posted.fields.text("reason_code") } else { "" };
    let mut form = form(app, posted);
    if seen.is_none() {
        form = form.broken("seen", Text(language).say("confirmations-choose-seen"));
    }
    if rejecting && reason_code.is_empty() {
        form = form.broken("reason_code", rule_sentence("REASON_REQUIRED", language).unwrap_or_default());
    }
    let Some(seen) = seen.filter(|_| form.problems().is_empty()) else {
        return Page(StatusCode::UNPROCESSABLE_ENTITY, page(app, posted, rejecting, form)).into_response();
    };
    match send(app, posted, rejecting, seen, reason_code).await {
        Ok(results) => Page(StatusCode::OK, told(app, posted, rejecting, results)).into_response(),
        Err(status) => {
            let refused = Refused::of(&status, language);
            let mut form = form.refused(&app.forms, posted, &refused, Some("chosen"));
            if let Some(delay) = refused.retry_after {
                let seconds = seconds(delay);
                form = form.broken("chosen", Text(language).say("desk-retry-in").with("seconds", seconds));
            }
            (come_back(refused.retry_after), Page(refused.status, page(app, posted, rejecting, form))).into_response()
        }
    }
}

async fn send(
    app: &App,
    posted: &Posted,
    rejecting: bool,
    seen: SeenProof,
    reason_code: &str,
) -> Result<Vec<ConfirmationResult>, Status> {
    let officer = app.as_person(&posted.visit, ServiceName::Registration).await?;
    let decision = |chosen: Chosen| ConfirmationDecision {
        registration_id: chosen.id,
        genuine: !rejecting,
        seen: seen.into(),
        reason_code: reason_code.to_owned(),
    };
    let decisions = chosen(posted).into_iter().map(decision).collect();
    let request = ConfirmRegistrationsRequest { request_id: posted.request_id.to_string(), decisions };
    Ok(ask(app.registration.clone().confirm_registrations(officer.request(request))).await?.results)
}

/// Each result with the registration that it is about: they come in the order of the decisions.
fn told(app: &App, posted: &Posted, rejecting: bool, results: Vec<ConfirmationResult>) -> Results {
    let language = posted.visit.language;
    let (mut done, mut refused) = (Vec::new(), Vec::new());
    for (chosen, result) in chosen(posted).into_iter().zip(results) {
        if result.error_code.is_empty() {
            done.push(chosen);
        } else {
            let sentence = rule_sentence(&result.error_code, language).unwrap_or(&result.error_code).to_owned();
            refused.push((chosen, sentence));
        }
    }
    Results { shell: Shell::of(&app.forms, &posted.visit), rejecting, done, refused }
}

fn chosen(posted: &Posted) -> Vec<Chosen> {
    posted.fields.all("registration").map(Chosen::read).collect()
}

fn form(app: &App, posted: &Posted) -> Form {
    Form::again(&app.forms, posted, &["seen", "reason_code"]).to(PATH)
}

fn page(app: &App, posted: &Posted, rejecting: bool, form: Form) -> Decision {
    Decision::of(Shell::of(&app.forms, &posted.visit), form, rejecting, chosen(posted))
}
