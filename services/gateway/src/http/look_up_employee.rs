//! `POST /v1/employee-lookups`.

use std::sync::Arc;

use axum::{Json, extract::State};
use axum_extra::extract::CookieJar;
use chassis::grpc::outgoing;
use proto::registration::v1::LookUpEmployeeRequest;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::rendering::{given, instant};
use crate::{
    app::App,
    body::Checked,
    browser,
    challenge::{Purpose, Receipt},
    problem::Problem,
    text::Text,
    upstream::ask,
};

/// Who is looked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmployeeLookup {
    /// 18 digits; spaces, dots and dashes between them do not matter.
    #[schema(inline)]
    nip: Text<64>,
    /// 16 digits; spaces, dots and dashes between them do not matter.
    #[schema(inline)]
    nik: Text<64>,
    /// A solved challenge of purpose `registration`, or the `challenge_receipt` of an earlier answer.
    #[schema(inline)]
    challenge: Text<8192>,
}

/// The employee that NIP and NIK name together.
#[derive(Serialize, ToSchema)]
pub(super) struct FoundEmployee {
    /// Name with titles.
    name: String,
    /// Parent agency.
    agency_name: String,
    /// For the registration, from the same browser.
    lookup_token: String,
    /// Until then the token is taken.
    #[serde(with = "time::serde::rfc3339")]
    expires_at: OffsetDateTime,
    /// Stands for the challenge, up to 5 uses in 10 minutes.
    challenge_receipt: Receipt,
}

/// Find an employee
///
/// NIP and NIK together give name and agency; every mismatch gives the same answer. Sets the cookie that binds
/// `lookup_token` to this browser; programs keep cookies too.
#[utoipa::path(post, path = "/v1/employee-lookups", operation_id = "lookUpEmployee", tag = "registration",
    request_body = EmployeeLookup, responses((status = 200, body = FoundEmployee, description = "Found"), Problem))]
pub(super) async fn look_up_employee(
    State(app): State<Arc<App>>,
    jar: CookieJar,
    Checked(lookup): Checked<EmployeeLookup>,
) -> Result<(CookieJar, Json<FoundEmployee>), Problem> {
    let receipt = app.admit(lookup.challenge.expose(), Purpose::Registration).await?;
    let (browser, jar) = browser::known_or_named(jar);
    let request = LookUpEmployeeRequest { nip: lookup.nip.into_exposed(), nik: lookup.nik.into_exposed(), browser };
    let answer = ask(app.registration.clone().look_up_employee(outgoing(request))).await;
    let answer = answer.map_err(|problem| receipt.on(problem))?;
    let expires_at = given(instant(answer.expires_at))?;
    let (name, agency_name, lookup_token) = (answer.name, answer.agency_name, answer.lookup_token);
    Ok((jar, Json(FoundEmployee { name, agency_name, lookup_token, expires_at, challenge_receipt: receipt })))
}
