//! `POST /v1/sessions`.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use chassis::grpc::outgoing;
use proto::identity::v1::{SignInRequest, sign_in_response::Next};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{
    rendering::{given, instant},
    session_body::SessionBody,
};
use crate::{app::App, body::Checked, browser, client::Client, problem::Problem, text::Text, upstream::ask};

/// The first factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    /// A registration number (employee) or a username (officer).
    #[schema(inline)]
    login: Text<128>,
    /// As typed.
    #[schema(inline)]
    password: Text<1024>,
}

/// What comes next, by `next`.
#[derive(Serialize, ToSchema)]
#[serde(tag = "next", rename_all = "snake_case")]
pub(super) enum SignedIn {
    /// Signed in.
    Session(SessionBody),
    /// An officer proves the second factor with `POST /v1/sessions/totp`.
    Totp(TotpTicket),
}

/// Permission to try the second factor.
#[derive(Serialize, ToSchema)]
pub(super) struct TotpTicket {
    /// For `POST /v1/sessions/totp`.
    ticket: String,
    /// Until then it is taken.
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
}

/// Sign in
///
/// An unknown number, a wrong password and a disabled account give the same answer. Too many tries are slowed down,
/// never locked out. Sets the cookie by which this device is known the next time; programs keep cookies too.
#[utoipa::path(post, path = "/v1/sessions", operation_id = "signIn", tag = "sessions", request_body = SignIn,
    responses((status = 201, body = SignedIn, description = "Signed in"),
        (status = 202, body = SignedIn, description = "The second factor is asked for"), Problem))]
pub(super) async fn sign_in(
    State(app): State<Arc<App>>,
    client: Client,
    jar: CookieJar,
    Checked(sign_in): Checked<SignIn>,
) -> Result<(StatusCode, CookieJar, Json<SignedIn>), Problem> {
    let request = SignInRequest {
        login: sign_in.login.into_exposed(),
        password: sign_in.password.into_exposed(),
        client_key: browser::device(&jar, &client),
        address_key: client.key(),
    };
    let answer = ask(app.identity.clone().sign_in(outgoing(request))).await?;
    let (_, jar) = browser::known_or_named(jar);
    match given(answer.next)? {
        Next::Session(session) => Ok((StatusCode::CREATED, jar, Json(SignedIn::Session(SessionBody::of(session)?)))),
        Next::TotpTicket(ticket) => {
            let expires_at = given(instant(ticket.expires_at))?;
            Ok((StatusCode::ACCEPTED, jar, Json(SignedIn::Totp(TotpTicket { ticket: ticket.ticket, expires_at }))))
        }
    }
}
