//! Registering, second step: address and secrets.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use chassis::grpc::{ask, outgoing};
use proto::registration::v1::RegisterRequest;
use tonic::Status;

use super::{documents, register};
use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::public::{Found, OWN, QUESTIONS, RegisterSecrets, Registered},
    refused::{Refused, rule_sentence},
    shell::Shell,
    visit::Visit,
};

/// `GET /daftar/lengkapi`: what was looked up is gone; whoever asked for a picture still gets it.
pub(super) async fn start_over(visit: Visit) -> Redirect {
    Redirect::to(if visit.wants_image { "/daftar?tantangan=gambar" } else { "/daftar" })
}

/// `POST /daftar/lengkapi`.
pub(super) async fn register(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let fields = &posted.fields;
    if fields.text("lookup_token").is_empty() {
        return Redirect::to("/daftar").into_response();
    }
    let broken = broken_rules(&posted);
    if !broken.is_empty() {
        let form = broken.into_iter().fold(kept(&app, &posted), |form, (name, rule)| {
            form.broken(name, rule_sentence(rule, posted.visit.language).unwrap_or(rule))
        });
        return Page(StatusCode::UNPROCESSABLE_ENTITY, page(&app, &posted, form)).into_response();
    }
    let request = RegisterRequest {
        lookup_token: fields.text("lookup_token").to_owned(),
        browser: posted.visit.client.device.clone(),
        request_id: posted.request_id.to_string(),
        email: fields.text("email").to_owned(),
        // Secrets are taken as typed.
        password: fields.raw("password").to_owned(),
        mother_name: fields.text("mother_name").to_owned(),
        security_question: question(&posted).to_owned(),
        security_answer: fields.raw("security_answer").to_owned(),
    };
    let answer = ask(app.registration.clone().register(outgoing(request))).await;
    let answer = answer.and_then(|done| {
        let registration = done.registration.ok_or_else(|| Status::internal("nothing registered"))?;
        Ok((registration, done.documents_token))
    });
    match answer {
        Ok((registration, documents_token)) => {
            let (shell, form) =
                (Shell::of(&app.forms, &posted.visit), Form::new(&app.forms, &posted.visit, documents::PRINT));
            Page(StatusCode::OK, Registered::of(shell, form, registration, documents_token)).into_response()
        }
        Err(status) => refused(&app, &posted, &status).await,
    }
}

/// What can be seen to be wrong without asking: the rest is identity's to say.
fn broken_rules(posted: &Posted) -> Vec<(&'static str, &'static str)> {
    let empty = |name: &'static str| posted.fields.raw(name).trim().is_empty();
    let mut broken = Vec::new();
    if empty("password") {
        broken.push(("password", "FIELD_MISSING"));
    } else if posted.fields.raw("password") != posted.fields.raw("password_confirmation") {
        broken.push(("password_confirmation", "PASSWORD_CONFIRMATION_DIFFERS"));
    }
    if empty("mother_name") {
        broken.push(("mother_name", "FIELD_MISSING"));
    }
    if question(posted).is_empty() {
        let own = posted.fields.text("security_question") == OWN;
        broken.push((if own { "own_question" } else { "security_question" }, "FIELD_MISSING"));
    }
    if empty("security_answer") {
        broken.push(("security_answer", "FIELD_MISSING"));
    }
    broken
}

/// The question itself: what is kept must not depend on the language it was read in.
fn question(posted: &Posted) -> &str {
    let chosen = posted.fields.text("security_question");
    if chosen == OWN {
        return posted.fields.text("own_question");
    }
    QUESTIONS.iter().find(|(value, _)| *value == chosen).map_or("", |(_, question)| question)
}

async fn refused(app: &App, posted: &Posted, status: &Status) -> Response {
    let mut refusal = Refused::of(status, posted.visit.language);
    if refusal.is("ALREADY_REGISTERED") {
        return documents::registered_already(app, posted);
    }
    if refusal.code.starts_with("LOOKUP_TOKEN_") {
        return register::again(app, posted, None, status).await;
    }
    if posted.fields.text("security_question") == OWN {
        for (name, _) in refusal.fields.iter_mut().filter(|(name, _)| name == "security_question") {
            "own_question".clone_into(name);
        }
    }
    let form = kept(app, posted).refused(&app.forms, posted, &refusal, None);
    let sent_before = refusal.is("REQUEST_ID_REUSED") || refusal.is("SECRETS_DIFFER");
    let page = RegisterSecrets { sent_before, ..page(app, posted, form) };
    (come_back(refusal.retry_after), Page(refusal.status, page)).into_response()
}

fn kept(app: &App, posted: &Posted) -> Form {
    Form::again(&app.forms, posted, &["email", "security_question", "own_question"])
}

fn page(app: &App, posted: &Posted, form: Form) -> RegisterSecrets {
    let text = |name| posted.fields.text(name).to_owned();
    let found =
        Found { nip: text("nip"), name: text("name"), agency: text("agency"), lookup_token: text("lookup_token") };
    RegisterSecrets::new(Shell::of(&app.forms, &posted.visit), form, found)
}
