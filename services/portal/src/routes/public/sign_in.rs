//! Signing in and out. The session itself is the gateway's: the portal says what to do with it and keeps nothing.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use chassis::grpc::{ask, outgoing};
use doorway::wish::{Tokens, Wish};
use proto::identity::v1::{CompleteSignInRequest, Session, SignInRequest, sign_in_response::Next};
use tonic::Status;

use crate::{
    app::App,
    form::{Form, Posted},
    page::{Page, come_back},
    pages::public::{SecondFactor, SignIn},
    refused::{Refused, rule_sentence},
    shell::Shell,
    unknown::unknown,
    visit::Visit,
};

const HOME: &str = "/beranda";
const FIRST: &str = "/masuk";
const SECOND: &str = "/masuk/kode";

/// `GET /masuk`.
pub(super) async fn show(State(app): State<Arc<App>>, visit: Visit) -> Response {
    if visit.person.is_some() {
        return Redirect::to(HOME).into_response();
    }
    if let Some(again) = visit.unknown {
        return unknown(&app.forms, &visit, again, None);
    }
    let page =
        SignIn { shell: Shell::of(&app.forms, &visit), form: Form::new(&app.forms, &visit, FIRST), awaiting: false };
    Page(StatusCode::OK, page).into_response()
}

/// `POST /masuk`.
pub(super) async fn first_factor(State(app): State<Arc<App>>, posted: Posted) -> Response {
    // A form that was sent once more comes without its secrets: that is nobody's wrong guess.
    if posted.fields.raw("password").is_empty() {
        let missing = rule_sentence("FIELD_MISSING", posted.visit.language).unwrap_or_default();
        let form = Form::again(&app.forms, &posted, &["login"]).to(FIRST).broken("password", missing);
        let page = SignIn { shell: Shell::of(&app.forms, &posted.visit), form, awaiting: false };
        return Page(StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    }
    let request = SignInRequest {
        login: posted.fields.text("login").to_owned(),
        password: posted.fields.raw("password").to_owned(),
        client_key: posted.visit.client.device.clone(),
        address_key: posted.visit.client.address.clone(),
    };
    let answer = ask(app.identity.clone().sign_in(outgoing(request))).await;
    match answer.map(|answer| answer.next) {
        Ok(Some(Next::Session(session))) => signed_in(&session),
        Ok(Some(Next::TotpTicket(ticket))) => {
            let (shell, form) = (Shell::of(&app.forms, &posted.visit), Form::new(&app.forms, &posted.visit, SECOND));
            Page(StatusCode::OK, SecondFactor { shell, form, ticket: ticket.ticket }).into_response()
        }
        Ok(None) => refused(&app, &posted, &Status::internal("no next step")),
        Err(status) => refused(&app, &posted, &status),
    }
}

/// `POST /masuk/kode`.
pub(super) async fn second_factor(State(app): State<Arc<App>>, posted: Posted) -> Response {
    let ticket = posted.fields.raw("ticket").to_owned();
    let code: String = posted.fields.text("code").chars().filter(|c| !c.is_whitespace()).collect();
    // Nothing typed is nobody's wrong guess. Without the ticket, too, the form was sent once more: identity leads to the beginning.
    if code.is_empty() && !ticket.is_empty() {
        let missing = rule_sentence("FIELD_MISSING", posted.visit.language).unwrap_or_default();
        let form = Form::again(&app.forms, &posted, &[]).broken("code", missing);
        let page = SecondFactor { shell: Shell::of(&app.forms, &posted.visit), form, ticket };
        return Page(StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    }
    let request = CompleteSignInRequest { ticket: ticket.clone(), code };
    let answer = ask(app.identity.clone().complete_sign_in(outgoing(request))).await;
    match answer.and_then(|answer| answer.session.ok_or_else(|| Status::internal("no session"))) {
        Ok(session) => signed_in(&session),
        Err(status) => {
            let refusal = Refused::of(&status, posted.visit.language);
            if refusal.is("TOTP_TICKET_EXPIRED") {
                return refused(&app, &posted, &status);
            }
            let form = Form::again(&app.forms, &posted, &[]).refused(&app.forms, &posted, &refusal, Some("code"));
            let page = SecondFactor { shell: Shell::of(&app.forms, &posted.visit), form, ticket };
            (come_back(refusal.retry_after), Page(refusal.status, page)).into_response()
        }
    }
}

/// `POST /keluar`: the gateway ends the session and takes the cookies away.
pub(super) async fn leave(_: Posted) -> impl IntoResponse {
    (Wish::End.header(), Redirect::to("/"))
}

fn signed_in(session: &Session) -> Response {
    let Session { access_token, refresh_token, .. } = session.clone();
    match Wish::Keep(Tokens { access_token, refresh_token }).header() {
        Some(wish) => (wish, Redirect::to(HOME)).into_response(),
        // Tokens are plain ASCII.
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The first page again, whichever of the two was refused.
fn refused(app: &App, posted: &Posted, status: &Status) -> Response {
    let refusal = Refused::of(status, posted.visit.language);
    let form =
        Form::again(&app.forms, posted, &["login"]).to(FIRST).refused(&app.forms, posted, &refusal, Some("login"));
    let awaiting = refusal.is("AWAITING_CONFIRMATION");
    let page = SignIn { shell: Shell::of(&app.forms, &posted.visit), form, awaiting };
    (come_back(refusal.retry_after), Page(refusal.status, page)).into_response()
}
