//! `POST /v1/registrations`.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use chassis::grpc::outgoing;
use proto::registration::v1::{RegisterRequest, Registration};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{self, given, instant};
use crate::{
    app::App, body::Checked, browser, idempotency::IdempotencyKey, problem::Problem, text::Text, upstream::ask,
};

/// What a person registers with. Secrets are taken exactly as typed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRegistration {
    /// From the look-up, in the same browser.
    #[schema(inline)]
    lookup_token: Text<8192>,
    /// The address that is still in use; may be left out.
    #[serde(default)]
    #[schema(inline)]
    email: Text<1024>,
    /// Kata Kunci: 8 to 128 characters.
    #[schema(inline)]
    password: Text<1024>,
    /// The same again.
    #[schema(inline)]
    password_confirmation: Text<1024>,
    /// Nama ibu kandung, 1 to 100 characters.
    #[schema(inline)]
    mother_name: Text<1024>,
    /// Pertanyaan pengaman, one of those offered or one's own.
    #[schema(inline)]
    security_question: Text<1024>,
    /// Jawaban, 1 to 120 characters.
    #[schema(inline)]
    security_answer: Text<1024>,
}

/// "Registrasi Sukses".
#[derive(Serialize, ToSchema)]
pub(super) struct Registered {
    /// What was registered.
    registration: RegistrationBody,
    /// Opens card and form for 30 minutes.
    documents_token: String,
}

/// A registration as its owner sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = Registration)]
pub(super) struct RegistrationBody {
    /// Id.
    registration_id: String,
    /// What the person signs in with: 8 characters.
    registration_number: String,
    /// 18 digits.
    nip: String,
    /// Name with titles.
    name: String,
    /// Parent agency.
    agency_name: String,
    /// Unit.
    unit_name: String,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    registered_at: OffsetDateTime,
    /// When the agency's confirmation is due.
    #[serde(with = "time::serde::rfc3339::option")]
    due_at: Option<OffsetDateTime>,
    /// Where it stands.
    #[schema(inline)]
    state: rendering::State,
}

/// Register
///
/// Once per employee and campaign. Repeating with the same `Idempotency-Key` and body gives the same registration,
/// however often and whatever broke in between.
#[utoipa::path(post, path = "/v1/registrations", operation_id = "register", tag = "registration",
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "A new UUID per intended registration")),
    request_body = NewRegistration, responses((status = 201, body = Registered, description = "Registered"), Problem))]
pub(super) async fn register(
    State(app): State<Arc<App>>,
    IdempotencyKey(key): IdempotencyKey,
    jar: CookieJar,
    Checked(new): Checked<NewRegistration>,
) -> Result<(StatusCode, Json<Registered>), Problem> {
    if new.password != new.password_confirmation {
        let text = "password_confirmation is not equal to password";
        return Err(Problem::field("password_confirmation", "PASSWORD_CONFIRMATION_DIFFERS", text));
    }
    let request = RegisterRequest {
        lookup_token: new.lookup_token.into_exposed(),
        // None is another browser than the one that looked up: registration says so.
        browser: browser::known(&jar).unwrap_or_default(),
        request_id: key.to_string(),
        email: new.email.into_exposed(),
        password: new.password.into_exposed(),
        mother_name: new.mother_name.into_exposed(),
        security_question: new.security_question.into_exposed(),
        security_answer: new.security_answer.into_exposed(),
    };
    let answer = ask(app.registration.clone().register(outgoing(request))).await?;
    let registration = RegistrationBody::of(given(answer.registration)?)?;
    Ok((StatusCode::CREATED, Json(Registered { registration, documents_token: answer.documents_token })))
}

impl RegistrationBody {
    fn of(registration: Registration) -> Result<Self, Problem> {
        Ok(Self {
            state: given(rendering::State::of(registration.state()))?,
            registered_at: given(instant(registration.registered_at))?,
            due_at: instant(registration.due_at),
            registration_id: registration.registration_id,
            registration_number: registration.registration_number,
            nip: registration.nip,
            name: registration.name,
            agency_name: registration.agency_name,
            unit_name: registration.unit_name,
        })
    }
}
