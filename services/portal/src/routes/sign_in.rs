//! Signing in and out. The session itself is the gateway's: the portal says what to do with it and keeps nothing.

use std::sync::Arc;

use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use chassis::grpc::outgoing;
use proto::identity::v1::{CompleteSignInRequest, Session, SignInRequest, sign_in_response::Next};
use serde::Deserialize;
use serde_json::json;
use tonic::Status;

use crate::{
    app::{App, ask},
    page::Page,
    pages::{SecondFactor, SignIn},
    sentences::Sentence,
    visitor::{ClientKey, Visitor},
};

/// What the gateway is to do with the session; it never leaves the gateway.
const SESSION: HeaderName = HeaderName::from_static("x-epupns-session");
const HOME: &str = "/beranda";

/// What is typed on the first page. Secret: no `Debug`.
#[derive(Deserialize)]
pub(super) struct Credentials {
    login: String,
    password: String,
}

/// What is typed on the second page. Secret: no `Debug`.
#[derive(Deserialize)]
pub(super) struct Code {
    ticket: String,
    code: String,
}

/// `GET /masuk`.
pub(super) async fn form(Visitor(person): Visitor) -> Response {
    match person {
        Some(_) => Redirect::to(HOME).into_response(),
        None => Page(StatusCode::OK, SignIn { signed_in: false, login: String::new(), refusal: None }).into_response(),
    }
}

/// `POST /masuk`.
pub(super) async fn first_factor(
    State(app): State<Arc<App>>,
    client: ClientKey,
    form: Result<Form<Credentials>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = form else { return Redirect::to("/masuk").into_response() };
    let login = typed.login.clone();
    let request = SignInRequest {
        login: typed.login,
        password: typed.password,
        client_key: client.device,
        address_key: client.address,
    };
    let answer = ask(app.identity.clone().sign_in(outgoing(request))).await;
    match answer.map(|answer| answer.next) {
        Ok(Some(Next::Session(session))) => signed_in(&session),
        Ok(Some(Next::TotpTicket(ticket))) => {
            Page(StatusCode::OK, SecondFactor { signed_in: false, ticket: ticket.ticket, refusal: None })
                .into_response()
        }
        Ok(None) => refused(&Status::internal("no next step"), login),
        Err(status) => refused(&status, login),
    }
}

/// `POST /masuk/kode`.
pub(super) async fn second_factor(State(app): State<Arc<App>>, form: Result<Form<Code>, FormRejection>) -> Response {
    let Ok(Form(typed)) = form else { return Redirect::to("/masuk").into_response() };
    let ticket = typed.ticket.clone();
    let code = typed.code.chars().filter(|c| !c.is_whitespace()).collect();
    let request = CompleteSignInRequest { ticket: typed.ticket, code };
    let answer = ask(app.identity.clone().complete_sign_in(outgoing(request))).await;
    match answer.and_then(|answer| answer.session.ok_or_else(|| Status::internal("no session"))) {
        Ok(session) => signed_in(&session),
        Err(status) => {
            let refusal = Sentence::of(&status);
            if refusal.starts_over {
                return refused(&status, String::new());
            }
            let retry = retry_after(&refusal);
            let page = SecondFactor { signed_in: false, ticket, refusal: Some(refusal.clone()) };
            (retry, Page(refusal.status, page)).into_response()
        }
    }
}

/// `POST /keluar`: the gateway ends the session and takes the cookies away.
pub(super) async fn leave() -> impl IntoResponse {
    ([(SESSION, "end")], Redirect::to("/"))
}

fn signed_in(session: &Session) -> Response {
    let tokens = json!({ "access_token": session.access_token, "refresh_token": session.refresh_token });
    match HeaderValue::from_str(&tokens.to_string()) {
        Ok(mut value) => {
            value.set_sensitive(true);
            ([(SESSION, value)], Redirect::to(HOME)).into_response()
        }
        // Tokens are plain ASCII.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn refused(status: &Status, login: String) -> Response {
    let refusal = Sentence::of(status);
    let page = SignIn { signed_in: false, login, refusal: Some(refusal.clone()) };
    (retry_after(&refusal), Page(refusal.status, page)).into_response()
}

fn retry_after(refusal: &Sentence) -> Option<[(HeaderName, String); 1]> {
    // Rounded up: who comes back early is refused again.
    refusal.retry_after.map(|delay| [(header::RETRY_AFTER, (delay.as_secs() + 1).to_string())])
}
