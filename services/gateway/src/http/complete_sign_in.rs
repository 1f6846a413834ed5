//! `POST /v1/sessions/totp`.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use chassis::grpc::outgoing;
use proto::identity::v1::CompleteSignInRequest;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{rendering::given, session_body::SessionBody};
use crate::{app::App, body::Checked, problem::Problem, text::Text, upstream::ask};

/// The second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SecondFactor {
    /// From the first.
    #[schema(inline)]
    ticket: Text<8192>,
    /// 6 digits from the authenticator app; each is good once.
    #[schema(inline)]
    code: Text<16>,
}

/// Prove the second factor
#[utoipa::path(post, path = "/v1/sessions/totp", operation_id = "completeSignIn", tag = "sessions",
    request_body = SecondFactor, responses((status = 201, body = SessionBody, description = "Signed in"), Problem))]
pub(super) async fn complete_sign_in(
    State(app): State<Arc<App>>,
    Checked(factor): Checked<SecondFactor>,
) -> Result<(StatusCode, Json<SessionBody>), Problem> {
    let request = CompleteSignInRequest { ticket: factor.ticket.into_exposed(), code: factor.code.into_exposed() };
    let answer = ask(app.identity.clone().complete_sign_in(outgoing(request))).await?;
    Ok((StatusCode::CREATED, Json(SessionBody::of(given(answer.session)?)?)))
}
